"""Real input, loaded once for all tests through `./crm load`: what it printed is kept."""

from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.e2e.api import Api

if TYPE_CHECKING:
    from tests.e2e.conftest import System  # which imports our fixtures

ROOT = Path(__file__).resolve().parent.parent.parent
# Where the project keeps it; a test that needs it fails when it is not there.
DATA = ROOT.parent / "shared" / "data"
LEADS = 1_000  # of the file's ten thousand, one command after the other; an import brings all in


def present(path: Path) -> str:
    assert path.exists(), f"{path} is not there: the real input belongs beside the checkout"
    return str(path)


@pytest.fixture(scope="session")
def boss(system: "System") -> Api:
    return Api(system.url, system.token("boss", "manager"))


@pytest.fixture(scope="session")
def crm_sales(system: "System") -> str:
    return system.crm("load", "crm-sales", present(DATA / "crm-sales")).stdout


@pytest.fixture(scope="session")
def lead_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The first rows of the real file."""
    return first_rows(
        Path(present(DATA / "leads-10000.csv")), LEADS, tmp_path_factory.mktemp("leads")
    )


@pytest.fixture(scope="session")
def leads(system: "System", lead_file: Path) -> str:
    return system.crm("load", "leads", str(lead_file), "--region", "US").stdout


def first_rows(file: Path, rows: int, folder: Path) -> Path:
    """A file of its header and so many rows."""
    part = folder / "first.csv"
    with file.open(encoding="utf-8", newline="") as whole:
        part.write_text("".join(islice(whole, 1 + rows)), encoding="utf-8")
    return part

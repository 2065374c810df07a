"""Real input, loaded once for all tests through `./crm load`: what it printed is kept."""

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.e2e.api import Api

if TYPE_CHECKING:
    from tests.e2e.conftest import System  # which imports our fixtures

ROOT = Path(__file__).resolve().parent.parent.parent
# Where the project keeps it; a test that needs it fails when it is not there.
DATA = ROOT.parent / "shared" / "data"


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
def leads(system: "System") -> str:
    file = present(DATA / "leads-10000.csv")
    return system.crm("load", "leads", file, "--region", "US").stdout

"""A system of its own with the sample's ninety days in it, and limits that nobody reaches."""

from collections.abc import Iterator

import pytest

from tests.e2e.conftest import System, running

POLICIES = ("people", "programs", "addresses", "queries", "exports", "imports", "checks")
UNREACHED = " ".join(f"{name}=999999999/60" for name in POLICIES)


@pytest.fixture(scope="session")
def system(tmp_path_factory: pytest.TempPathFactory) -> Iterator[System]:
    with pytest.MonkeyPatch.context() as settings:
        settings.setenv("GUANXI_RATE_LIMITS", UNREACHED)
        with running(tmp_path_factory.mktemp("system")) as started:
            started.crm("demo")
            yield started

"""One system for all who operate it: its parts are killed, so no other tests are run on it."""

from collections.abc import Iterator

import pytest

from tests.e2e.conftest import System, running


@pytest.fixture(scope="session")
def system(tmp_path_factory: pytest.TempPathFactory) -> Iterator[System]:
    with running(tmp_path_factory.mktemp("system")) as started:
        yield started

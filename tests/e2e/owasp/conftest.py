"""The company that is attacked here."""

import pytest

from tests.e2e.conftest import System
from tests.e2e.owasp.company import Company, founded


@pytest.fixture(scope="module")
def company(system: System) -> Company:
    return founded(system)

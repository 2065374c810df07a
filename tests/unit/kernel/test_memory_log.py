"""The log in memory keeps the promises of every log."""

import pytest

from kernel.log import MemoryLog
from tests.log_contract import LogContract


class TestMemoryLog(LogContract):
    @pytest.fixture
    def log(self) -> MemoryLog:
        return MemoryLog("test")

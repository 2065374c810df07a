"""Reading a log for a fresh fold: what takes too long is read again, with an end to it."""

import pytest
from pymongo.errors import ExecutionTimeout, OperationFailure

from kernel.fresh import ATTEMPTS, read
from kernel.log import MemoryLog

TOO_LONG = ExecutionTimeout("operation would exceed time limit", 50)


class Failing(MemoryLog):
    """Answers after so many refusals."""

    def __init__(self, refusals, error=TOO_LONG):
        super().__init__("customer")
        self.refusals, self.error = refusals, error

    def after(self, position, limit):
        if self.refusals:
            self.refusals -= 1
            raise self.error
        return super().after(position, limit)


def test_what_took_too_long_is_read_again_after_longer_and_longer_pauses():
    waited = []
    assert read(Failing(ATTEMPTS - 1), 0, 10, waited.append) == []
    assert len(waited) == ATTEMPTS - 1
    assert waited[-1] > waited[0]


def test_there_is_an_end_to_it():
    log, waited = Failing(100), []
    with pytest.raises(ExecutionTimeout):
        read(log, 0, 10, waited.append)
    assert log.refusals == 100 - ATTEMPTS


def test_what_would_be_refused_again_is_not_asked_again():
    log = Failing(100, OperationFailure("not allowed", 13))
    with pytest.raises(OperationFailure):
        read(log, 0, 10, lambda seconds: pytest.fail("waited"))
    assert log.refusals == 99

"""A worker's result that comes just when nobody waits any more."""

from typing import Any

import pytest

from kernel.nameko.http import settled
from kernel.refusal import Indeterminate


class Settling:
    """An event that is settled between the end of the wait and the next look at it."""

    def __init__(self, result: Any = None, late: bool = True) -> None:
        self.result, self.late = result, late

    def wait(self, timeout: float | None = None) -> Any:
        return self.result if timeout is None else None

    def ready(self) -> bool:
        return self.late


def test_a_result_that_comes_at_the_last_moment_is_the_result() -> None:
    assert settled(Settling("done"), 0.001) == "done"


def test_without_a_result_nobody_knows_whether_it_was_done() -> None:
    with pytest.raises(Indeterminate):
        settled(Settling(late=False), 0.001)

"""Takes one job after the other as far as it goes: what who holds the lease of some work does."""

import time
from collections.abc import Callable, Sequence
from datetime import datetime
from threading import Event
from typing import Protocol

import structlog
from pymongo.errors import PyMongoError

from kernel.refusal import Refusal

PAUSE = 1.0  # seconds in which a request that another process has taken is noticed
TIDY = 600.0  # seconds after which what came to nothing is looked for again
Take = Callable[[str, datetime, Event], None]  # a job, when it was asked for, and when to stop

NOT_NOW = (Refusal, PyMongoError)

logger = structlog.get_logger(__name__)


class Open(Protocol):
    def waiting(self) -> Sequence[tuple[str, datetime]]:
        """Jobs that there is something to do for, each with when it was asked for."""


def nothing() -> None:
    """There is nothing to tidy up."""


class Labour:
    """The work of `kernel.nameko.background`. What fails stays open, and is tried again."""

    def __init__(
        self,
        what: str,
        jobs: Open,
        take: Take,
        tidy: Callable[[], None] = nothing,
        tidy_every: float = TIDY,
    ) -> None:
        """`what` is done, in words for the log; `take` closes a job that has come to its end."""
        self.what = what
        self.jobs = jobs
        self.take = take
        self.tidy = tidy
        self.tidy_every = tidy_every
        self._tidy_at = 0.0

    def __call__(self, over: Event, wake: Event) -> None:
        while not over.is_set():
            self._tidied()
            for id, asked_at in self._waiting():
                if not over.is_set():
                    self._one(id, asked_at, over)
            wake.wait(PAUSE)
            wake.clear()

    def _tidied(self) -> None:
        """When that fails, jobs go on all the same."""
        if time.monotonic() <= self._tidy_at:
            return
        self._tidy_at = time.monotonic() + self.tidy_every
        try:
            self.tidy()
        except NOT_NOW as error:
            logger.warning("nothing is tidied up", what=self.what, error=repr(error))

    def _waiting(self) -> Sequence[tuple[str, datetime]]:
        try:
            return self.jobs.waiting()
        except PyMongoError as error:
            logger.warning("jobs are not looked for", what=self.what, error=repr(error))
            return []

    def _one(self, id: str, asked_at: datetime, over: Event) -> None:
        try:
            self.take(id, asked_at, over)
        except NOT_NOW as error:
            logger.warning("a job waits", what=self.what, id=id, error=repr(error))
        except Exception:  # a defect in one job must not keep the others waiting
            logger.exception("a job has failed", what=self.what, id=id)

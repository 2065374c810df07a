"""Takes one job after the other as far as it goes: what who holds the lease of some work does."""

import time
from collections.abc import Callable
from datetime import datetime
from threading import Event

import structlog
from pymongo.errors import PyMongoError

from kernel.jobs import Jobs
from kernel.refusal import Refusal

PAUSE = 1.0  # seconds in which a request that another process has taken is noticed
TIDY = 600.0  # seconds after which what came to nothing is looked for again
Take = Callable[[str, datetime, Event], None]  # a job, when it was asked for, and when to stop

logger = structlog.get_logger(__name__)


def nothing() -> None:
    """There is nothing to tidy up."""


class Labour:
    """The work of `kernel.nameko.background`. What fails stays open, and is tried again."""

    def __init__(
        self, what: str, jobs: Jobs, take: Take, tidy: Callable[[], None] = nothing
    ) -> None:
        """`what` is done, in words for the log; `take` closes a job that has come to its end."""
        self.what = what
        self.jobs = jobs
        self.take = take
        self.tidy = tidy
        self._tidy_at = 0.0

    def __call__(self, over: Event, wake: Event) -> None:
        while not over.is_set():
            for id, asked_at in self._waiting():
                if not over.is_set():
                    self._one(id, asked_at, over)
            wake.wait(PAUSE)
            wake.clear()

    def _waiting(self) -> list[tuple[str, datetime]]:
        try:
            if time.monotonic() > self._tidy_at:
                self.tidy()
                self._tidy_at = time.monotonic() + TIDY
            return self.jobs.waiting()
        except PyMongoError as error:
            logger.warning("jobs are not looked for", what=self.what, error=repr(error))
            return []

    def _one(self, id: str, asked_at: datetime, over: Event) -> None:
        try:
            self.take(id, asked_at, over)
        except (Refusal, PyMongoError) as error:
            logger.warning("a job waits", what=self.what, id=id, error=repr(error))
        except Exception:  # a defect in one job must not keep the others waiting
            logger.exception("a job has failed", what=self.what, id=id)

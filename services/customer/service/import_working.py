"""Imports that wait, one after the other: each is done by a process of its own."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from threading import Event

import structlog

from kernel import apart
from kernel.change import change
from kernel.commits import Commits
from kernel.jobs import UNBORN
from kernel.labour import Labour
from kernel.nameko import process
from kernel.states import States
from services.customer import imports, settings
from services.customer.bulk.office import Office, office
from services.customer.bulk.running import context
from services.customer.imports import IMPORT, Import

MODULE = "services.customer.bulk.process"
DEATHS = 3  # of its process at the same row, after which it is not tried again
AT_WORK = ("running", "undoing")

logger = structlog.get_logger(__name__)


def import_office() -> Office:
    made = office(process.database("customer"))
    made.create_indexes()
    return made


def worker() -> Labour:
    kept = import_office()
    days = settings.read().rejects_days
    working = Working(process.states_of("customer"), kept, rejects_days=days)
    return Labour("imports", kept.jobs, working.take, working.tidy)


class Working:
    def __init__(
        self, states: States, office: Office, module: str = MODULE, rejects_days: int = 90
    ) -> None:
        self.states = states
        self.office = office
        self.module = module
        self.rejects_days = rejects_days
        self._deaths: Counter[Import] = Counter()

    def take(self, import_id: str, asked_at: datetime, over: Event) -> None:
        made = self._load(import_id)
        if made.state in AT_WORK:
            self._have_done(made, over)
            made = self._load(import_id)
        ended = made.id and made.state not in AT_WORK
        if ended or (not made.id and now() - asked_at > UNBORN):  # else it is about to be asked for
            self.office.close(import_id)

    def tidy(self) -> None:
        self.office.blobs.sweep(now())
        while self.office.rejects.sweep(now() - timedelta(days=self.rejects_days)):
            pass

    def _load(self, import_id: str) -> Import:
        return self.states.newest(IMPORT, import_id)

    def _have_done(self, made: Import, over: Event) -> None:
        if apart.run(self.module, {"id": made.id}, over) is None and not over.is_set():
            reached = self._load(made.id)
            self._deaths[reached] += 1
            logger.warning("the process of an import has died", import_id=made.id)
            if self._deaths[reached] >= DEATHS:
                self._fail(reached)

    def _fail(self, made: Import) -> None:
        """A file beyond all limits: what was taken in stays, and may be undone."""
        failing = change(
            IMPORT, made.id, imports.fail,
            "unreadable-file", "the file could not be read to its end", at=now(),
        )  # fmt: skip
        Commits(self.states, context(made, "fail")).commit(failing)


def now() -> datetime:
    return datetime.now(UTC)

"""The worker: takes one import after the other to its end, wherever somebody else has left it."""

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from threading import Event
from typing import Any

import structlog
from pymongo.errors import PyMongoError

from kernel.blobs import Blobs
from kernel.change import Change, change
from kernel.commits import Commits
from kernel.nameko import process
from kernel.refusal import NotFound, Refusal
from kernel.rows import Rows
from kernel.sheets import Unreadable
from kernel.states import States
from services.customer import imports, settings, worked_on
from services.customer.imports import IMPORT, Import
from services.customer.service import import_reading
from services.customer.service.import_jobs import UNBORN, Jobs
from services.customer.service.import_rejects import Rejects
from services.customer.service.import_running import Gone, Running, context, nobody
from services.customer.service.import_undoing import Elsewhere, Undoing
from services.customer.settings import Settings
from services.customer.staff import PEOPLE, STAFF
from services.customer.worked_on import WORKED, WORKED_ON
from services.staff import inactive

PAUSE = 1.0  # in which a request that another process has taken is noticed
BREATH = 0.001  # between two batches: commands of people come first
LARGEST = 64 << 20  # bytes of a file
TIDY = 600.0  # seconds after which uploads that came to nothing are looked for again
AT_WORK = ("running", "undoing")

logger = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Office:
    """What imports keep beside the log."""

    blobs: Blobs
    jobs: Jobs
    rejects: Rejects


def office() -> Office:
    database = process.database("customer")
    made = Office(Blobs(database, "imports", LARGEST), Jobs(database), Rejects(database))
    for part in (made.blobs, made.jobs, made.rejects):
        part.create_indexes()
    return made


def worker() -> "Working":
    worked = Rows(process.database("customer"), WORKED)

    def elsewhere(ids: Sequence[str]) -> dict[str, str]:
        return worked_on.on(worked.collection(WORKED_ON), ids)

    known = Rows(process.database("customer"), PEOPLE)

    def gone(people: Iterable[str]) -> frozenset[str]:
        return inactive(known.collection(STAFF), people)

    return Working(process.states_of("customer"), settings.read(), office(), elsewhere, gone)


class Working:
    def __init__(
        self,
        states: States,
        settings: Settings,
        office: Office,
        elsewhere: Elsewhere,
        gone: Gone = nobody,
    ) -> None:
        self.states = states
        self.settings = settings
        self.office = office
        self.elsewhere = elsewhere
        self.gone = gone
        self._tidy_at = 0.0

    def __call__(self, over: Event, wake: Event) -> None:
        while not over.is_set():
            for import_id, asked_at in self._waiting():
                if not over.is_set():
                    self.work(import_id, asked_at, over)
            wake.wait(PAUSE)
            wake.clear()

    def _waiting(self) -> list[tuple[str, datetime]]:
        try:
            if time.monotonic() > self._tidy_at:
                self.office.blobs.sweep(now())
                self._tidy_at = time.monotonic() + TIDY
            return self.office.jobs.waiting()
        except PyMongoError as error:
            logger.warning("imports are not looked for", error=repr(error))
            return []

    def work(self, import_id: str, asked_at: datetime, over: Event) -> None:
        """As far as it goes now; what was interrupted stays open, and is gone on with."""
        running = Running(self.states, self.settings, self.office.rejects, now, self.gone)
        try:
            made = running.load(import_id)
            if made.state in AT_WORK:
                self._step(made, running, over)
            elif made.id or now() - asked_at > UNBORN:  # or it is about to be asked for
                self.office.blobs.delete(import_id)
                self.office.jobs.close(import_id)
        except (Unreadable, NotFound) as refusal:
            self._fail(import_id, refusal.slug, refusal.detail or "the file is no longer there")
        except (Refusal, PyMongoError) as error:
            logger.warning("an import waits", import_id=import_id, error=repr(error))
        except Exception:
            logger.exception("an import has failed", import_id=import_id)
            self._fail(import_id, "internal", "this is our fault: tell your administrator")

    def _step(self, made: Import, running: Running, over: Event) -> None:
        if made.state == "running":
            with import_reading.fetched(self.office.blobs, made.id) as path:
                self.read(made, path, running, over)
        else:
            Undoing(self.states, self.settings, now, self.elsewhere).run(made, over)

    def read(self, made: Import, path: Path, running: Running, over: Event) -> None:
        """Rows from where the log says that the import is."""
        first = 0 if made.plan.dry_run else made.taken  # a dry run has to remember all of them
        key = self.settings.identity_key
        with import_reading.batches(path, made.plan, key, first) as batches:
            for rows in batches:
                if over.is_set():
                    return
                before, behind = made.taken, max(0, made.taken - first)
                first += len(rows)
                if rows[:behind]:
                    running.remember(made, rows[:behind])
                if rows[behind:]:
                    made = running.take(made, rows[behind:])
                if made.state != "running" or made.taken != max(first, before):
                    return  # stopped, or somebody else is at it
                time.sleep(BREATH)
        self._commit(made.id, "finish", change(IMPORT, made.id, imports.finish, at=now()))

    def _fail(self, import_id: str, reason: str, detail: str) -> None:
        try:
            failing = change(IMPORT, import_id, imports.fail, reason, detail, at=now())
            self._commit(import_id, "fail", failing)
        except (Refusal, PyMongoError) as error:
            logger.warning("a failed import waits", import_id=import_id, error=repr(error))

    def _commit(self, import_id: str, step: str, made: Change[Import, Any]) -> None:
        state: Import = self.states.load(IMPORT, import_id, fresh=False).state
        Commits(self.states, context(state, step)).commit(made)


def now() -> datetime:
    return datetime.now(UTC)

"""What is done for one import: its rows are taken from where somebody has left them, or undone."""

from pathlib import Path
from threading import Event
from typing import Any

import structlog
from pymongo.errors import PyMongoError

from kernel.change import Change, change
from kernel.commits import Commits, now
from kernel.parallel import ahead
from kernel.refusal import NotFound, Refusal
from kernel.sheets import Unreadable
from kernel.states import States
from services.customer import imports
from services.customer.bulk import handed
from services.customer.bulk.found import Gone, nobody
from services.customer.bulk.handed import Wanted
from services.customer.bulk.office import Office, fetched
from services.customer.bulk.running import Running, asker, context
from services.customer.bulk.undoing import Elsewhere, Undoing
from services.customer.catalogue import CATALOGUE, ONE
from services.customer.import_ready import Ready
from services.customer.imports import IMPORT, Import
from services.customer.settings import Settings

MANY = 2_000  # rows left, for which others who follow the log make room

logger = structlog.get_logger(__name__)


class Working:
    def __init__(
        self,
        states: States,
        settings: Settings,
        office: Office,
        elsewhere: Elsewhere,
        gone: Gone = nobody,
        strangers: Gone = nobody,
    ) -> None:
        self.states = states
        self.settings = settings
        self.office = office
        self.elsewhere = elsewhere
        self.gone, self.strangers = gone, strangers

    def work(self, import_id: str, over: Event) -> None:
        """As far as it goes now. Raises what may be otherwise in a moment."""
        made = self.states.newest(IMPORT, import_id)
        who = asker(made, self.office.jobs.rights(import_id))
        running = Running(
            self.states, self.settings, self.office.rejects, now, who, self.gone, self.strangers
        )
        try:
            self._step(made, running, over)
        except (Unreadable, NotFound) as refusal:
            self.fail(import_id, refusal.slug, refusal.detail or "the file is no longer there")
        except MemoryError:
            self.fail(import_id, "too-large", "unpacked, this file would be far too large")
        except (Refusal, PyMongoError, handed.Died):
            raise
        except Exception:
            logger.exception("an import has failed", import_id=import_id)
            self.fail(import_id, "internal", "this is our fault: tell your administrator")

    def _step(self, made: Import, running: Running, over: Event) -> None:
        if made.state == "running":
            with fetched(self.office.blobs, made.id) as path:
                try:
                    self.read(made, path, running, over)
                finally:
                    self.office.rush.end()
        elif made.state == "undoing":
            Undoing(self.states, self.settings, now, self.elsewhere).run(made, over)

    def read(self, made: Import, path: Path, running: Running, over: Event) -> None:
        """Rows from where the log says that the import is, while the next ones are read."""
        first = 0 if made.plan.dry_run else made.taken  # a dry run has to remember all of them
        with handed.read(self._wanted(made, path, first)) as batches:
            for rows in ahead(batches):
                if over.is_set():
                    return
                if made.rows - made.taken > MANY and not made.plan.dry_run:
                    self.office.rush.go_on()
                before, behind = made.taken, max(0, made.taken - first)
                first += len(rows)
                made = self._batch(made, running, rows, behind)
                if made.state != "running" or made.taken != max(first, before):
                    return  # stopped, or somebody else is at it
        self._commit(made.id, "finish", change(IMPORT, made.id, imports.finish, at=now()))

    def _wanted(self, made: Import, path: Path, first: int) -> Wanted:
        catalogue = self.states.newest(CATALOGUE, ONE)
        key, warned = self.settings.identity_key, self.settings.warned
        return Wanted(path, first, made, catalogue, key, warned)

    def _batch(self, made: Import, running: Running, rows: list[Ready], behind: int) -> Import:
        """The first of them may have been taken before, by a dry run that was interrupted."""
        if rows[:behind]:
            running.remember(made, rows[:behind])
        return running.take(made, rows[behind:]) if rows[behind:] else made

    def fail(self, import_id: str, reason: str, detail: str) -> None:
        failing = change(IMPORT, import_id, imports.fail, reason, detail, at=now())
        self._commit(import_id, "fail", failing)

    def _commit(self, import_id: str, step: str, made: Change[Import, Any]) -> None:
        state: Import = self.states.load(IMPORT, import_id, fresh=False).state
        Commits(self.states, context(state, step)).commit(made)

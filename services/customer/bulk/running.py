"""One batch of an import after the other into the log: all its rows in one commit, or none."""

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from kernel import decided
from kernel.backoff import Backoff
from kernel.context import Context
from kernel.decided import Part
from kernel.log import Commit, Conflict, Duplicate
from kernel.refusal import Unavailable
from kernel.states import Loaded, States
from services.customer import import_batch, import_edits, import_keys, imports
from services.customer.bulk.found import Found, Gone, look, nobody
from services.customer.customer import CUSTOMER
from services.customer.events import RowTold
from services.customer.import_batch import Batch, Known, Sorting
from services.customer.import_ready import Ready
from services.customer.imports import IMPORT, Import
from services.customer.portfolio import PORTFOLIO
from services.customer.settings import Settings

ATTEMPTS = 20  # times that others may register what a batch was about to
PAUSE, LONGEST_PAUSE = 0.02, 0.4  # seconds
ROLE = "manager"  # of whoever may import


class Shelf(Protocol):
    """Where the rows that added nothing are put, with the row that their batch begins with."""

    def put(
        self, import_id: str, first_row: int, told: Sequence[tuple[RowTold, Ready]]
    ) -> None: ...


@dataclass
class Running:
    """An import that goes on; `dry` is what a dry run would have taken by now.

    `asker` is who asked for it, with what they saw then.
    """

    states: States
    settings: Settings
    rejects: Shelf
    now: Callable[[], datetime]
    asker: Context
    gone: Gone = nobody
    strangers: Gone = nobody

    def __post_init__(self) -> None:
        self.dry: dict[import_batch.Key, str] = {}

    def load(self, import_id: str, fresh: bool = True) -> Import:
        state: Import = self.states.load(IMPORT, import_id, fresh).state
        return state

    def take(self, made: Import, rows: Sequence[Ready]) -> Import:
        """The import after these rows, or as somebody else has moved it on meanwhile."""
        first, pauses = made.taken, Backoff(PAUSE, LONGEST_PAUSE)
        for _ in range(ATTEMPTS):
            at = self.now()
            found = self._look(made, rows, at)
            batch = self._sorted(made, rows, found.known, at)
            self.rejects.put(made.id, first, batch.told)
            try:
                return self._commit(made, rows, found, batch, at)
            except (Conflict, Duplicate):  # somebody was faster: look at all of it again
                time.sleep(pauses.next())
            made = self.load(made.id)
            if made.state != "running" or made.taken != first:
                return made
        raise Unavailable("busy", "others register the same customers all the time", retry_after=1)

    def remember(self, made: Import, rows: Sequence[Ready]) -> None:
        """Rows of a dry run that were looked at before it was interrupted."""
        at = self.now()
        self._sorted(made, rows, self._look(made, rows, at).known, at)

    def _look(self, made: Import, rows: Sequence[Ready], at: datetime) -> Found:
        def strangers(owners: Iterable[str]) -> frozenset[str]:
            return self.strangers({*owners} - {made.by})

        return look(
            self.states, self.settings, self.gone, strangers, made.plan, rows, self.asker, at
        )

    def _sorted(self, made: Import, rows: Sequence[Ready], known: Known, at: datetime) -> Batch:
        taken = self.dry if made.plan.dry_run else {}
        sorting = Sorting(made, known, at, taken)
        for row in rows:
            sorting.take(row)
        return sorting.batch

    def _commit(
        self, made: Import, rows: Sequence[Ready], found: Found, batch: Batch, at: datetime
    ) -> Import:
        loaded = self.states.load(IMPORT, made.id, fresh=False)
        told = [told for told, _ in batch.told]
        events = imports.take(loaded.state, made.taken, len(rows), len(batch.new), told, at)
        if not events:  # taken by somebody else, or stopped
            return self.load(made.id)
        parts = [Part(IMPORT.stream(made.id), loaded.version, events)]
        if not made.plan.dry_run:
            parts += self._parts(made, found, batch, at)
        step = context(made, str(made.taken))
        return self._moved_on(made.id, loaded, decided.commit(self.states, step, made.id, parts))

    def _moved_on(self, id: str, before: Loaded, commit: Commit) -> Import:
        stream = IMPORT.stream(id)
        after = self.states.fold(IMPORT, stream, before, commit)
        self.states.keep(stream, after)
        state: Import = after.state
        return state

    def _parts(self, made: Import, found: Found, batch: Batch, at: datetime) -> list[Part]:
        plan, limits, warned = made.plan, self.settings.limits, self.settings.warned
        parts = [Part(CUSTOMER.stream(id), 0, row.begin(at)) for id, row in batch.new]
        for id, given in batch.edits.items():
            parts.append(
                found.part(CUSTOMER, id, import_edits.edit, given, plan.policy, made.by, at)
            )
        for (kind, id), holders in batch.reserved.items():
            aggregate, _ = import_keys.registered(kind, id)
            if kind == import_keys.ROW:
                parts.append(found.part(aggregate, id, import_keys.take_over, holders[0], at))
            else:
                shared = kind in warned
                parts.append(found.part(aggregate, id, import_keys.take, holders, at, shared))
        for owner, ids in batch.taken.items():
            parts.append(
                found.part(PORTFOLIO, owner, import_batch.take_all, owner, ids, limits, at)
            )
        return [part for part in parts if part.events]


def context(made: Import, step: str) -> Context:
    """On behalf of who asked for it; the id of a step is the same for who takes it again."""
    return Context(made.by, ROLE, f"{made.id}.{step}", correlation_id=made.id)


def asker(made: Import, rights: Mapping[str, str]) -> Context:
    """Who asked for it; their own customers only, where nothing is known of their rights."""
    return Context.from_json({**rights, "actor": made.by, "role": ROLE})

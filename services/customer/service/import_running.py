"""One batch of an import after the other into the log: all its rows in one commit, or none."""

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kernel import Rejected
from kernel.backoff import Backoff
from kernel.change import change, create, expecting
from kernel.context import Context
from kernel.many import Many
from kernel.refusal import Stale, Unavailable
from kernel.states import Loaded, States
from services.customer import customer, import_batch, import_edits, import_keys, imports
from services.customer.customer import CUSTOMER
from services.customer.import_batch import Batch, Known, Sorting
from services.customer.import_rows import Row
from services.customer.imports import IMPORT, Import
from services.customer.pool import POOL, open_for
from services.customer.portfolio import PORTFOLIO
from services.customer.service.desk import Changes
from services.customer.service.import_rejects import Rejects
from services.customer.settings import Settings

ATTEMPTS = 20  # times that others may register what a batch was about to
PAUSE, LONGEST_PAUSE = 0.02, 0.4  # seconds

Gone = Callable[[Iterable[str]], frozenset[str]]


def nobody(people: Iterable[str]) -> frozenset[str]:
    """Who of these has been deactivated."""
    return frozenset()


@dataclass
class Running:
    """An import that goes on; `dry` is what a dry run would have taken by now."""

    states: States
    settings: Settings
    rejects: Rejects
    now: Callable[[], datetime]
    gone: Gone = nobody

    def __post_init__(self) -> None:
        self.dry: dict[import_batch.Key, str] = {}

    def load(self, import_id: str, fresh: bool = True) -> Import:
        state: Import = self.states.load(IMPORT, import_id, fresh).state
        return state

    def take(self, made: Import, rows: Sequence[Row]) -> Import:
        """The import after these rows, or as somebody else has moved it on meanwhile."""
        pauses = Backoff(PAUSE, LONGEST_PAUSE)
        for _ in range(ATTEMPTS):
            at, known = self.now(), self._known(made, rows)
            taken = self.dry if made.plan.dry_run else {}
            sorting = Sorting(made.id, made.plan, known.told, at, taken)
            for row in rows:
                sorting.take(row)
            self.rejects.put(made.id, made.taken, sorting.batch.told)
            try:
                self._commit(made, known, sorting.batch, len(rows), at)
                after = self.load(made.id, fresh=False)
                taken_by_us = after.taken == made.taken + len(rows)
                return after if taken_by_us else self.load(made.id)
            except (Rejected, Stale):  # somebody was faster: look at all of it again
                time.sleep(pauses.next())
        raise Unavailable("busy", "others register the same customers all the time", retry_after=1)

    def remember(self, made: Import, rows: Sequence[Row]) -> None:
        """Rows of a dry run that were looked at before it was interrupted."""
        sorting = Sorting(made.id, made.plan, self._known(made, rows).told, self.now(), self.dry)
        for row in rows:
            sorting.take(row)

    def _known(self, made: Import, rows: Sequence[Row]) -> "Found":
        found = Found(self.states)
        keys = import_batch.all_keys(list(rows))
        identities = found.load([import_keys.registered(key) for key in keys])
        holders = {
            (key.kind, key.id): holder
            for key, loaded in zip(keys, identities, strict=True)
            if (holder := import_keys.holder(loaded.state))
        }
        ids = sorted(set(holders.values())) if made.plan.policy != "skip" else []
        owners = sorted({row.owner for row in rows if row.owner})
        customers = found.load([(CUSTOMER, id) for id in ids])
        held = found.load([(PORTFOLIO, owner) for owner in owners])
        named = sorted({row.pool for row in rows if row.pool})
        pools = found.load([(POOL, pool) for pool in named])
        found.told = Known(
            holders,
            {id: loaded.state for id, loaded in zip(ids, customers, strict=True)},
            {owner: loaded.state for owner, loaded in zip(owners, held, strict=True)},
            self.settings.limits,
            self.settings.warned,
            self.gone(owners),
            frozenset(id for id, one in zip(named, pools, strict=True) if open_for(one.state, id)),
        )
        return found

    def _commit(self, made: Import, known: "Found", batch: Batch, rows: int, at: datetime) -> None:
        told = [told for told, _ in batch.told]
        added = len(batch.new)
        first = change(IMPORT, made.id, imports.take, made.taken, rows, added, told, at)
        changes: Changes = [first]
        if not made.plan.dry_run:
            changes += self._changes(made, known, batch, at)
        known.loaded[first.stream] = self.states.load(IMPORT, made.id, fresh=False)
        Many(self.states, context(made, str(made.taken)), known.loaded).commit(*changes)

    def _changes(self, made: Import, known: "Found", batch: Batch, at: datetime) -> Changes:
        plan, limits = made.plan, self.settings.limits
        new: Changes = [
            create(
                CUSTOMER, id, customer.register, id, row.profile, row.owner,
                None if row.owner else row.pool or plan.pool, by=made.by, at=at,
            )
            for id, row in batch.new
            if row.profile
        ]  # fmt: skip
        edits: Changes = [
            expecting(
                known.loaded[CUSTOMER.stream(id)].version,
                change(CUSTOMER, id, import_edits.edit, given, plan.policy, made.by, at),
            )
            for id, given in batch.edits.items()
        ]
        reserved: Changes = [
            import_keys.reserved(kind, id, holder, at, self.settings.warned)
            for (kind, id), holder in batch.reserved.items()
        ]
        taken: Changes = [
            change(PORTFOLIO, owner, import_batch.take_all, owner, ids, limits, at)
            for owner, ids in batch.taken.items()
        ]
        return [*new, *edits, *reserved, *taken]


class Found:
    """What was loaded, by stream: the first attempt to commit goes by it."""

    def __init__(self, states: States) -> None:
        self.states = states
        self.loaded: dict[str, Loaded] = {}
        self.told = Known({})

    def load(self, wanted: list[tuple[Any, str]]) -> list[Loaded]:
        found = self.states.load_many(wanted)
        for (aggregate, id), loaded in zip(wanted, found, strict=True):
            self.loaded[aggregate.stream(id)] = loaded
        return found


def context(made: Import, step: str) -> Context:
    """On behalf of who asked for it; the id of a step is the same for who takes it again."""
    return Context(made.by, "manager", f"{made.id}.{step}", correlation_id=made.id)

"""Undoing an import batch by batch: what one commit brought in, one commit takes back."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from threading import Event
from typing import Any

from kernel import Rejected
from kernel.change import Change, change, expecting
from kernel.commits import Commits
from kernel.log import Commit
from kernel.many import Many
from kernel.refusal import Stale, Unavailable
from kernel.states import Loaded, States
from services.customer import import_keys, import_undo, imports, portfolio
from services.customer.bulk.running import context
from services.customer.customer import CUSTOMER, Customer
from services.customer.events import CustomerEvent, PortfolioEvent, RowKept
from services.customer.import_undo import TAKE, UNDO, Back, Step
from services.customer.imports import IMPORT, Import
from services.customer.portfolio import PORTFOLIO, Portfolio
from services.customer.settings import Settings

Changes = list[Change[Any, Any]]
ATTEMPTS = 20
BROUGHT_IN = ("CustomerRegistered", "CustomerEdited", "ContactAdded", "ContactEdited")


Elsewhere = Callable[[Sequence[str]], Mapping[str, str]]


def nothing(ids: Sequence[str]) -> Mapping[str, str]:
    """What other services have recorded for these customers."""
    return {}


@dataclass(frozen=True)
class Turned:
    """A customer as it is, and what becomes of it."""

    id: str
    loaded: Loaded
    back: Back


@dataclass
class Undoing:
    states: States
    settings: Settings
    now: Callable[[], datetime]
    elsewhere: Elsewhere = nothing

    def run(self, made: Import, over: Event) -> None:
        for commit in self._batches(made):
            if over.is_set():
                return
            self.take_back(made, commit)
        if not over.is_set():
            commits = Commits(self.states, context(made, f"{UNDO}.end"))
            commits.commit(change(IMPORT, made.id, imports.end_undo, at=self.now()))

    def _batches(self, made: Import) -> Iterator[Commit]:
        """One at a time: all of them together may be larger than memory."""
        stream, after = IMPORT.stream(made.id), made.undone_upto
        while found := self.states.log.stream(stream, after, limit=1):
            after = found[0].position
            if any(entry.type in BROUGHT_IN for entry in found[0].entries):
                yield found[0]

    def take_back(self, made: Import, batch: Commit) -> None:
        for _ in range(ATTEMPTS):
            at = self.now()
            turned = self._turned(made, batch)
            kept = [one.back.kept for one in turned if one.back.kept]
            try:
                Many(self.states, context(made, f"{UNDO}.{batch.position}")).commit(
                    self._told(made, batch, turned, kept, at),
                    *(each for one in turned for each in self._changes(made, one, at)),
                    *self._dropped(turned, at),
                )
                return
            except (Rejected, Stale):  # somebody has touched one of them just now
                continue
        raise Unavailable("busy", "others change the same customers all the time", retry_after=1)

    def _told(
        self, made: Import, batch: Commit, turned: list[Turned], kept: list[RowKept], at: datetime
    ) -> Any:
        removed = sum(one.back.removed for one in turned)
        restored = sum(one.back.restored is not None for one in turned)
        return change(
            IMPORT, made.id, imports.take_back, batch.position, removed, restored, kept, at
        )

    def _turned(self, made: Import, batch: Commit) -> list[Turned]:
        ids = customers_of(batch)
        steps, elsewhere = self._steps(made, ids), self.elsewhere(ids)
        loaded = self.states.load_many([(CUSTOMER, id) for id in ids])
        return [
            Turned(id, one, import_undo.turn_back(id, steps[id], elsewhere.get(id)))
            for id, one in zip(ids, loaded, strict=True)
        ]

    def _steps(self, made: Import, ids: list[str]) -> dict[str, list[Step]]:
        """All that has ever happened to them."""
        streams = {CUSTOMER.stream(id): id for id in ids}
        steps: dict[str, list[Step]] = {id: [] for id in ids}
        for excerpt in self.states.log.excerpts(dict.fromkeys(streams, 0)) if ids else ():
            by = brought_by(made.id, excerpt.command_id)
            for entry in excerpt.entries:
                event: CustomerEvent = self.states.codec.load(entry.type, entry.v, entry.data)
                steps[streams[entry.stream]].append(Step(event, by))
        return steps

    def _changes(self, made: Import, one: Turned, at: datetime) -> Changes:
        decided = turned_back(one, made.by, at)
        if not decided:
            return []
        before: Customer = one.loaded.state
        after = reduce(CUSTOMER.evolve, decided, before)
        made_back = change(CUSTOMER, one.id, as_decided, decided)
        return [expecting(one.loaded.version, made_back), *self._freed(one.id, before, after, at)]

    def _freed(self, id: str, before: Customer, after: Customer, at: datetime) -> Changes:
        secret = self.settings.identity_key
        kept = {(key.kind, key.id) for key in import_keys.of_customer(after, secret)}
        return [
            import_keys.freed(key, id, at)
            for key in import_keys.of_customer(before, secret)
            if (key.kind, key.id) not in kept
        ]

    def _dropped(self, turned: list[Turned], at: datetime) -> Changes:
        held: dict[str, list[str]] = {}
        for one in turned:
            if one.back.removed and one.loaded.state.owner:
                held.setdefault(one.loaded.state.owner, []).append(one.id)
        return [change(PORTFOLIO, owner, drop_all, owner, ids, at) for owner, ids in held.items()]


def turned_back(one: Turned, by: str, at: datetime) -> list[CustomerEvent]:
    state: Customer = one.loaded.state
    if one.back.removed:
        return import_undo.remove(state, by, at)
    if before := one.back.restored:
        return import_undo.restore(state, before, by, at)
    return []


def as_decided(state: Customer, decided: list[CustomerEvent]) -> list[CustomerEvent]:
    return decided


def customers_of(batch: Commit) -> list[str]:
    """Whom it has brought in or edited, each once."""
    ids = (entry.data["customer_id"] for entry in batch.entries if entry.type in BROUGHT_IN)
    return list(dict.fromkeys(ids))


def brought_by(import_id: str, command_id: str) -> str | None:
    if not command_id.startswith(f"{import_id}."):
        return None
    return UNDO if command_id.startswith(f"{import_id}.{UNDO}") else TAKE


def drop_all(state: Portfolio, owner: str, ids: list[str], at: datetime) -> list[PortfolioEvent]:
    return [event for id in ids for event in portfolio.drop(state, owner, id, at)]

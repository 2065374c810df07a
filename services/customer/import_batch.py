"""What becomes of the rows of a batch: who is new, who is known already, who is refused and why."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import reduce

from kernel import Rejected
from services.customer import import_edits, portfolio
from services.customer.customer import CUSTOMER, Customer
from services.customer.events import PortfolioEvent, RowTold
from services.customer.import_edits import Given
from services.customer.import_ids import line_of
from services.customer.import_keys import ROW
from services.customer.import_ready import Ready
from services.customer.imports import Import
from services.customer.keys import COMPANY
from services.customer.pool import PUBLIC
from services.customer.portfolio import PORTFOLIO, Limits, Portfolio

Key = tuple[str, str]  # the kind of an identity, and the id of its stream


@dataclass(frozen=True)
class Known:
    """What the log says about the keys and owners of a batch."""

    holders: Mapping[Key, str]  # customer ids
    customers: Mapping[str, Customer] = field(default_factory=dict)
    portfolios: Mapping[str, Portfolio] = field(default_factory=dict)
    limits: Limits = field(default_factory=lambda: Limits(0, 0))
    warned: frozenset[str] = frozenset()  # kinds of keys that several customers may have
    gone: frozenset[str] = frozenset()  # owners who have been deactivated
    strangers: frozenset[str] = frozenset()  # owners who never worked here
    pools: frozenset[str] = frozenset({PUBLIC})  # those named by the rows that take customers
    hidden: frozenset[str] = frozenset()  # customers that do not exist for who imports


@dataclass
class Batch:
    """What is to be written, row by row and stream by stream."""

    new: list[tuple[str, Ready]] = field(default_factory=list)  # by customer id
    edits: dict[str, list[Given]] = field(default_factory=dict)
    reserved: dict[Key, list[str]] = field(default_factory=dict)  # for whom
    taken: dict[str, list[str]] = field(default_factory=dict)  # customers by owner
    told: list[tuple[RowTold, Ready]] = field(default_factory=list)


class Sorting:
    """Row by row; a row sees what those before it have taken."""

    def __init__(self, made: Import, known: Known, at: datetime, taken: dict[Key, str]) -> None:
        """`taken`: keys by customer; a dry run hands on what batches before would have taken."""
        self.made, self.import_id, self.plan = made, made.id, made.plan
        self.known, self.at = known, at
        self._met = dict(made.met)
        self.taken = taken
        self.batch = Batch()
        self._portfolios = dict(known.portfolios)
        self._edited: dict[str, Customer] = {}

    def take(self, row: Ready) -> None:
        if not row.begun:
            return self._tell(row, "rejected", "invalid")
        id = row.id
        held = self._holders(row) - {id}
        lines = [line for line in (line_of(self.import_id, one) for one in held) if line]
        if lines:
            return self._tell(row, "skipped", "duplicate-in-file", first=min(lines))
        if len(held) > 1:
            return self._tell(row, "rejected", "several-customers")
        if held:
            return self._meet(row, held.pop())
        self._add(row, id)

    def _holders(self, row: Ready) -> set[str]:
        keys = [key for key in row.keys if key[0] not in self.known.warned]
        found = (self.taken.get(key) or self.known.holders.get(key) for key in keys)
        return {holder for holder in found if holder}

    def _meet(self, row: Ready, id: str) -> None:
        """Somebody who is a customer already, and is not named to whom they are not there for."""
        if id in self.known.hidden:
            return self._tell(row, "rejected", "held-by-others")
        if self.plan.policy == "skip":
            alone = any(kind == ROW for kind, _ in row.keys)
            return self._tell(row, "skipped", "imported-before" if alone else "duplicate", id)
        first = self._met.setdefault(id, row.line)
        told = row.given(self.made)
        again = first < row.line and not told.contact  # one more line may be of one more person
        if again and self.plan.policy == "update":
            return self._tell(row, "skipped", "duplicate-in-file", first=first)
        customer = self._edited.get(id, self.known.customers[id])
        events = import_edits.edited(customer, told, self.plan.policy, "", self.at)
        self._reserve(row, id)
        if not events:
            return self._tell(row, "unchanged", None, id)
        self._edited[id] = reduce(CUSTOMER.evolve, events, customer)
        self.batch.edits.setdefault(id, []).append(told)
        self._tell(row, "updated", None, id)

    def _add(self, row: Ready, id: str) -> None:
        if row.pool and row.pool not in self.known.pools:
            return self._tell(row, "rejected", "unknown-pool")
        if row.owner and (why := self._refused(row.owner, id)):
            return self._tell(row, "rejected", why)
        self._reserve(row, id)
        if row.owner:
            self.batch.taken.setdefault(row.owner, []).append(id)
        self.batch.new.append((id, row))

    def _refused(self, owner: str, id: str) -> str | None:
        if owner in self.known.gone:
            return "person-deactivated"
        if owner in self.known.strangers:
            return "unknown-person"
        return None if self._has_room(owner, id) else "holding-cap"

    def _has_room(self, owner: str, id: str) -> bool:
        before = self._portfolios.get(owner, PORTFOLIO.initial)
        try:
            taken = portfolio.take(before, owner, id, self.known.limits, self.at)
        except Rejected:
            return False
        self._portfolios[owner] = after(before, taken)
        return True

    def _reserve(self, row: Ready, id: str) -> None:
        for key in row.keys:
            if kept(key[0], self.known.warned):
                self.taken[key] = id
                if self.known.holders.get(key) != id:
                    self.batch.reserved.setdefault(key, []).append(id)

    def _tell(
        self, row: Ready, outcome: str, reason: str | None, id: str | None = None,
        first: int | None = None,
    ) -> None:  # fmt: skip
        self.batch.told.append((RowTold(row.line, outcome, reason, id, first), row))


def after(state: Portfolio, events: list[PortfolioEvent]) -> Portfolio:
    for event in events:
        state = PORTFOLIO.evolve(state, event)
    return state


def take_all(
    state: Portfolio, owner: str, ids: list[str], limits: Limits, at: datetime
) -> list[PortfolioEvent]:
    """What several rows of one batch put into one portfolio; refused as a whole."""
    events: list[PortfolioEvent] = []
    for id in ids:
        taken = portfolio.take(state, owner, id, limits, at)
        state = after(state, taken)
        events += taken
    return events


def all_keys(rows: Iterable[Ready], warned: Collection[str]) -> list[Key]:
    """Each stream once."""
    found = (key for row in rows for key in row.keys if kept(key[0], warned))
    return list(dict.fromkeys(found))


def kept(kind: str, warned: Collection[str]) -> bool:
    """Where a company's name only warns, its stream is not kept: the list of names has it."""
    return kind != COMPANY or COMPANY not in warned

"""One batch of a handover after the other into the log: each in one commit, or not at all."""

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kernel import Rejected
from kernel.backoff import Backoff
from kernel.change import change, expecting
from kernel.commits import Commits
from kernel.context import Context
from kernel.log import Commit
from kernel.many import Many
from kernel.refusal import Stale, Unavailable
from kernel.states import Loaded, States
from services.customer import handover, leaving
from services.customer.bulk.found import Gone, nobody
from services.customer.customer import CUSTOMER, Customer
from services.customer.dealing import Dealing
from services.customer.events import CustomerEvent, CustomersHandedOver
from services.customer.giving_back import GivingBack
from services.customer.handover import HANDOVER, Given, Handover
from services.customer.handover_plan import Plan
from services.customer.hands import Hands, moved
from services.customer.leaving import LEAVING
from services.customer.pool import POOL, Pool
from services.customer.portfolio import PORTFOLIO
from services.customer.service.desk import Changes
from services.customer.settings import Settings
from services.customer.terms import Terms, terms

BATCH = 50
ATTEMPTS = 20  # times that others may change what a batch was about to
PAUSE, LONGEST_PAUSE = 0.02, 0.4  # seconds


@dataclass
class HandingOver:
    states: States
    settings: Settings
    now: Callable[[], datetime]
    gone: Gone = nobody

    def load(self, handover_id: str, fresh: bool = True) -> Handover:
        state: Handover = self.states.load(HANDOVER, handover_id, fresh).state
        return state

    def close_list(self, made: Handover, customers: Sequence[str]) -> Handover:
        self._plainly(made, "list", change(HANDOVER, made.id, handover.close_list, customers,
                                           self.now()))  # fmt: skip
        return self.load(made.id)

    def finish(self, made: Handover) -> None:
        decide = handover.end if made.state == "running" else handover.end_undo
        at, leaver = self.now(), made.plan.leaver
        self._plainly(
            made,
            f"{made.state}.end",
            change(HANDOVER, made.id, decide, at),
            change(LEAVING, leaver, leaving.end, leaver, made.id, at),
        )

    def step(self, made: Handover, size: int = BATCH) -> Handover:
        """The next customers of the list."""
        ids = made.listed[made.taken : made.taken + size]
        pauses = Backoff(PAUSE, LONGEST_PAUSE)
        for _ in range(ATTEMPTS):
            found = self.look(ids, made.plan.to)
            dealing = self.deal(made.plan, found, made.given, made.by)
            told = change(
                HANDOVER, made.id, handover.hand_over, made.taken, len(ids),
                dealing.handed, dealing.kept, found.hands.at,
            )  # fmt: skip
            if self._committed(made, str(made.taken), told, found, pauses):
                return self.load(made.id)
        raise Unavailable("busy", "others change the same customers all the time", retry_after=1)

    def deal(self, plan: Plan, found: "Found", given: Given, by: str) -> Dealing:
        dealing = Dealing(plan, found.hands, self.gone(plan.to), given, by)
        for id in found.ids:
            dealing.take(id)
        return dealing

    def back(self, made: Handover, batch: Commit) -> Handover:
        """What was handed over in this commit."""
        [event] = handed_over(self.states, batch)
        ids = list(dict.fromkeys(one.customer_id for one in event.handed))
        sharing = {who for one in event.handed for who in ceased(one)}
        pauses = Backoff(PAUSE, LONGEST_PAUSE)
        for _ in range(ATTEMPTS):
            found = self.look(ids, [made.plan.leaver, *made.plan.to])
            gone = self.gone({made.plan.leaver, *sharing})
            giving = GivingBack(made.plan, found.hands, gone, event.at, made.by)
            for one in event.handed:
                giving.take(one)
            told = change(
                HANDOVER, made.id, handover.give_back, batch.position,
                giving.back, giving.kept, found.hands.at,
            )  # fmt: skip
            if self._committed(made, f"undo.{batch.position}", told, found, pauses):
                return self.load(made.id)
        raise Unavailable("busy", "others change the same customers all the time", retry_after=1)

    def next_back(self, made: Handover) -> Commit | None:
        """The next commit that is to be undone: all of them may be larger than memory."""
        stream, after = HANDOVER.stream(made.id), made.undone_upto
        while found := self.states.log.stream(stream, after, limit=1):
            after = found[0].position
            if handed_over(self.states, found[0]):
                return found[0]
        return None

    def look(self, ids: Sequence[str], people: Sequence[str]) -> "Found":
        """How everything is now that a batch concerns."""
        found: dict[str, Loaded] = {}

        def load(aggregate: Any, wanted: Iterable[str]) -> dict[str, Any]:
            names = list(dict.fromkeys(wanted))
            loaded = self.states.load_many([(aggregate, name) for name in names])
            found.update(
                (aggregate.stream(name), one) for name, one in zip(names, loaded, strict=True)
            )
            return {name: one.state for name, one in zip(names, loaded, strict=True)}

        customers: dict[str, Customer] = load(CUSTOMER, ids)
        owners = {one.owner for one in customers.values() if one.owner}
        portfolios = load(PORTFOLIO, [*people, *sorted(owners)])
        pools: dict[str, Pool] = load(POOL, {one.home for one in customers.values()})

        def terms_of(customer: Customer) -> Terms:
            home = pools[customer.home]
            company = self.settings
            return terms(customer.home, home, customer.profile, company.limits, company.zone)

        return Found(ids, found, Hands(customers, portfolios, terms_of, self.now()))

    def _committed(
        self, made: Handover, step: str, told: Any, found: "Found", pauses: Backoff
    ) -> bool:
        """False when somebody was faster: then all of it has to be looked at again."""
        known = found.loaded | {told.stream: self.states.load(HANDOVER, made.id, fresh=False)}
        try:
            Many(self.states, context(made, step), known).commit(told, *found.changes())
        except (Rejected, Stale):
            time.sleep(pauses.next())
            return False
        return True

    def _plainly(self, made: Handover, step: str, *told: Any) -> None:
        Commits(self.states, context(made, step)).commit(*told)


@dataclass(frozen=True)
class Found:
    ids: Sequence[str]
    loaded: dict[str, Loaded]  # by stream
    hands: Hands

    def changes(self) -> Changes:
        """Of each stream one; a customer must still be as we looked at it."""
        at = self.hands.at
        customers: Changes = [
            expecting(
                self.loaded[CUSTOMER.stream(id)].version, change(CUSTOMER, id, decided, events)
            )
            for id, events in self.hands.events.items()
        ]
        portfolios: Changes = [
            change(PORTFOLIO, person, moved, person, moves, at)
            for person, moves in self.hands.moves.items()
        ]
        return [*customers, *portfolios]


def decided(state: Customer, events: Sequence[CustomerEvent]) -> Sequence[CustomerEvent]:
    return events


def handed_over(states: States, commit: Commit) -> list[CustomersHandedOver]:
    name = CustomersHandedOver.__name__
    return [
        states.codec.load(entry.type, entry.v, entry.data)
        for entry in commit.entries
        if entry.type == name
    ]


def ceased(handed: Any) -> Iterable[str]:
    """Who would share it again."""
    return filter(None, [handed.second_owner, *(one.person for one in handed.collaborators)])


def context(made: Handover, step: str) -> Context:
    """On behalf of who asked for it; the id of a step is the same for who takes it again."""
    return Context(made.by, "manager", f"{made.id}.{step}", correlation_id=made.id)

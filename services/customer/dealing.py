"""How a leaver's customers are dealt out: who gets which, in every part that the leaver had."""

from collections.abc import Mapping
from datetime import datetime

from services.customer.customer import Customer
from services.customer.events import (
    CollaboratorAdded,
    CollaboratorRemoved,
    CustomerAssigned,
    CustomerKept,
    CustomerWithdrawn,
    HandedOver,
    SecondOwnerNamed,
    Sharer,
)
from services.customer.handover import Given, Share
from services.customer.handover_plan import Plan
from services.customer.hands import Hands, ended_for
from services.customer.portfolio import told

OWNER, SECOND_OWNER, COLLABORATOR = "owner", "second-owner", "collaborator"


class Dealing:
    """One customer after the other. `given` is what each has got so far."""

    def __init__(
        self, plan: Plan, hands: Hands, gone: frozenset[str], given: Given, by: str
    ) -> None:
        self.plan, self.hands, self.by, self.at = plan, hands, by, hands.at
        self.receivers = tuple(person for person in plan.to if person not in gone)
        self.given: dict[Share, int] = dict(given)
        self.handed: list[HandedOver] = []
        self.kept: list[CustomerKept] = []

    def take(self, id: str) -> None:
        customer = self.hands.customers[id]
        parts = parts_of(customer, self.plan.leaver, self.at)
        if not parts:
            return self._keep(customer, "archived" if customer.archived else "changed-hands")
        if self.plan.to and not self.receivers:
            return self._keep(customer, "receivers-deactivated", *sorted(parts))
        if OWNER in parts:
            return self._pool(customer) if self.plan.pool else self._assign(customer)
        if SECOND_OWNER in parts:
            self._second(customer)
        if COLLABORATOR in parts:
            self._collaborate(self.hands.customers[id])

    def _assign(self, customer: Customer) -> None:
        for person in self._order(OWNER):
            if terms := self.hands.take(person, customer):
                break
        else:
            return self._keep(customer, "holding-cap", OWNER)
        self.hands.drop(customer.hold, customer.id)
        about = (customer.id, person, self.by, customer.owner, self.at)
        second = person if customer.second_owner == person else None
        sharing = sharers(customer, person)
        self.hands.happen(
            customer.id,
            *ended_for(customer, person, self.by, self.at),
            CustomerAssigned(*about, *told(terms.under)),
        )
        self._hand(HandedOver(customer.id, OWNER, person, None, second, sharing))

    def _pool(self, customer: Customer) -> None:
        assert self.plan.pool
        self.hands.drop(customer.hold, customer.id)
        lost = (customer.second_owner, sharers(customer))
        withdrawn = CustomerWithdrawn(
            customer.id, self.by, self.plan.reason, self.plan.pool, self.plan.leaver, self.at
        )
        self.hands.happen(customer.id, withdrawn)
        self._hand(HandedOver(customer.id, OWNER, None, None, *lost))

    def _second(self, customer: Customer) -> None:
        """Nobody follows a customer up twice: where its owner would get it, the part ends."""
        person = self._other(SECOND_OWNER, {customer.owner})
        named = SecondOwnerNamed(customer.id, person, self.plan.leaver, self.by, self.at)
        self.hands.happen(customer.id, named)
        self._hand(HandedOver(customer.id, SECOND_OWNER, person, None, None, ()))

    def _collaborate(self, customer: Customer) -> None:
        until = customer.collaborators[self.plan.leaver]
        there = {customer.owner, customer.second_owner, *customer.collaborators}
        person = self._other(COLLABORATOR, there)
        self.hands.happen(
            customer.id, CollaboratorRemoved(customer.id, self.plan.leaver, self.by, self.at)
        )
        if person:
            added = CollaboratorAdded(customer.id, person, until, self.by, self.at)
            self.hands.happen(customer.id, added)
        self._hand(HandedOver(customer.id, COLLABORATOR, person, until, None, ()))

    def _other(self, part: str, there: set[str | None]) -> str | None:
        return next((person for person in self._order(part) if person not in there), None)

    def _order(self, part: str) -> list[str]:
        """Who comes first; of those who are level, who was named first."""
        if self.plan.strategy == "load" and part == OWNER:
            return sorted(self.receivers, key=self.hands.held)
        return sorted(self.receivers, key=lambda person: self.given.get((part, person), 0))

    def _hand(self, handed: HandedOver) -> None:
        share = (handed.part, handed.to or "")
        self.given[share] = self.given.get(share, 0) + 1
        self.handed.append(handed)

    def _keep(self, customer: Customer, reason: str, *parts: str) -> None:
        """Once for each part that stays with the leaver; once, if no part is left to them."""
        self.kept += [
            CustomerKept(customer.id, reason, customer.owner, part) for part in parts or (None,)
        ]


def parts_of(customer: Customer, person: str, at: datetime) -> frozenset[str]:
    held = {
        OWNER: customer.owner == person,
        SECOND_OWNER: customer.second_owner == person,
        COLLABORATOR: customer.collaborates(person, at),
    }
    return frozenset(part for part, has in held.items() if has)


def sharers(customer: Customer, person: str | None = None) -> tuple[Sharer, ...]:
    """All collaborators, or the one."""
    found: Mapping[str, datetime | None] = customer.collaborators
    return tuple(Sharer(who, until) for who, until in found.items() if person in (None, who))

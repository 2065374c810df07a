"""Undoing a handover: the leaver gets back what is still as it was handed over."""

from datetime import datetime

from services.customer.customer import Customer
from services.customer.dealing import COLLABORATOR, OWNER, SECOND_OWNER, parts_of
from services.customer.events import (
    CollaboratorAdded,
    CollaboratorRemoved,
    CustomerAssigned,
    CustomerEvent,
    CustomerKept,
    HandedOver,
    SecondOwnerNamed,
)
from services.customer.handover_plan import Plan
from services.customer.hands import Hands, ended_for
from services.customer.portfolio import told


class GivingBack:
    def __init__(
        self, plan: Plan, hands: Hands, gone: frozenset[str], handed_at: datetime, by: str
    ) -> None:
        """`handed_at`: when the batch was handed over that is taken back."""
        self.plan, self.hands, self.gone, self.by = plan, hands, gone, by
        self.at, self.handed_at = hands.at, handed_at
        self.back: list[HandedOver] = []
        self.kept: list[CustomerKept] = []

    def take(self, handed: HandedOver) -> None:
        customer = self.hands.customers[handed.customer_id]
        if self.plan.leaver in self.gone:
            return self._keep(customer, "person-deactivated", handed)
        if not self._still(customer, handed):
            gone = "archived" if customer.archived else "changed-hands"
            return self._keep(customer, gone, handed)
        if handed.part == OWNER:
            return self._own(customer, handed)
        self.hands.happen(customer.id, *self._shared(customer, handed))
        self.back.append(handed)

    def _still(self, customer: Customer, handed: HandedOver) -> bool:
        leaver = self.plan.leaver
        if handed.part == OWNER:
            return self._still_owned(customer, handed)
        if customer.owner in (None, leaver) or handed.part in parts_of(customer, leaver, self.at):
            return False
        if handed.part == SECOND_OWNER:
            return customer.second_owner == handed.to
        return handed.to is None or handed.to in customer.collaborators

    def _still_owned(self, customer: Customer, handed: HandedOver) -> bool:
        """By the same person since, or in the pool since, and not only again."""
        if handed.to is not None:
            return (customer.owner, customer.owned_since) == (handed.to, self.handed_at)
        since = customer.former.get(self.plan.leaver)
        return customer.pool == self.plan.pool and since == self.handed_at

    def _own(self, customer: Customer, handed: HandedOver) -> None:
        leaver = self.plan.leaver
        terms = self.hands.take(leaver, customer)
        if terms is None:
            return self._keep(customer, "holding-cap", handed)
        self.hands.drop(customer.hold, customer.id)
        self.hands.happen(
            customer.id,
            *ended_for(customer, leaver, self.by, self.at),
            CustomerAssigned(
                customer.id, leaver, self.by, customer.owner, self.at, *told(terms.under)
            ),
            *self._sharing_again(customer, handed),
        )
        self.back.append(handed)

    def _sharing_again(self, customer: Customer, handed: HandedOver) -> list[CustomerEvent]:
        """What ended with the handover, where nothing has taken its place."""
        events: list[CustomerEvent] = []
        second = handed.second_owner
        if second and second not in self.gone and customer.second_owner is None:
            events.append(SecondOwnerNamed(customer.id, second, None, self.by, self.at))
        for one in handed.collaborators:
            over = one.until is not None and one.until <= self.at
            if not over and one.person not in {*self.gone, *customer.collaborators}:
                about = (customer.id, one.person, one.until, self.by, self.at)
                events.append(CollaboratorAdded(*about))
        return events

    def _shared(self, customer: Customer, handed: HandedOver) -> list[CustomerEvent]:
        leaver, about = self.plan.leaver, (self.by, self.at)
        if handed.part == SECOND_OWNER:
            return [SecondOwnerNamed(customer.id, leaver, handed.to, *about)]
        assert handed.part == COLLABORATOR
        added = CollaboratorAdded(customer.id, leaver, handed.until, *about)
        if handed.to is None:
            return [added]
        return [CollaboratorRemoved(customer.id, handed.to, *about), added]

    def _keep(self, customer: Customer, reason: str, handed: HandedOver) -> None:
        self.kept.append(CustomerKept(customer.id, reason, customer.owner, handed.part))

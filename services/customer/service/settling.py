"""One commit for a customer and all that follows from how it was and how it will be."""

from datetime import datetime
from functools import reduce

from kernel import Refusal, Rejected
from kernel.change import change, expecting
from kernel.commits import Receipt
from kernel.refusal import Unavailable
from services.customer import customer, duplicates, recognised, registry
from services.customer.customer import CUSTOMER, Customer, Decide, Moved
from services.customer.service.desk import Changes, Desk, now

PATIENCE = 30  # times that the customer may change under our hands


class Settling(Desk):
    def _settle(
        self, customer_id: str, expected: int | None, at: datetime, decide: Decide
    ) -> Receipt:
        """Decides, reserves and frees what the customer is recognised by, fills and empties hands.

        The decision is foreseen on the customer as it is known, and holds only for that one.
        """
        expected = self._told(expected, customer_id)
        for attempt in range(PATIENCE):
            before = self._customer(customer_id, fresh=attempt > 0)
            self._require_member(before)
            after = foreseen(before, decide)
            first = change(CUSTOMER, customer_id, customer.unmoved, before, decide)
            following = self._following(customer_id, before, after, at)
            try:
                return self.log.commit(expecting(expected, first), *following)
            except Moved:
                continue
            except Rejected as refusal:
                raise self._explained(refusal, before, after) from None
        raise Unavailable("busy", "the customer changes too often", retry_after=1)

    def _following(
        self, customer_id: str, before: Customer, after: Customer, at: datetime
    ) -> Changes:
        known, wanted = recognised.by(before), recognised.by(after)
        secret, warned = self.settings.identity_key, self.settings.warned
        made: Changes = registry.changes(known, wanted, secret, customer_id, at, warned)
        if before.owner == after.owner:
            return made
        if after.owner:
            made.append(self._taking(after.owner, customer_id, at))
        if before.owner:
            made.append(self._dropping(before.hold, customer_id, at))
        return made

    def _explained(self, refusal: Rejected, before: Customer, after: Customer) -> Rejected:
        """Who has the phone or the address that is taken, as far as the asker may know."""
        if refusal.slug != "duplicate":
            return refusal
        wanted = registry.added(recognised.by(before), recognised.by(after))
        refusing = [key for key in wanted if key.kind not in self.settings.warned]
        taken = registry.taken(self.log.states, refusing, self.settings.identity_key, but=after.id)
        return duplicates.refusal(self.caller, taken, self._pools(), now())


def foreseen(before: Customer, decide: Decide) -> Customer:
    """As it will be; as it was, when the decision refuses: the commit says so itself."""
    try:
        return reduce(CUSTOMER.evolve, decide(before), before)
    except Refusal:
        return before

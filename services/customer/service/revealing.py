"""How what is masked is revealed: the look and its count in one commit."""

from kernel.change import change
from kernel.form import identifier
from kernel.nameko import rpc
from kernel.refusal import Unavailable
from services.customer import customer, reveals
from services.customer.customer import CUSTOMER, Customer, Moved
from services.customer.pool import Pool
from services.customer.reveals import REVEALS
from services.customer.service.desk import Desk, Json, now

PATIENCE = 30  # times that the customer may change under our hands


class Revealing(Desk):
    @rpc
    def reveal(self, customer_id: str) -> Json:
        """Telephones and addresses in full; who does not hold the customer is counted."""
        id = identifier("customer", customer_id)
        for attempt in range(PATIENCE):
            found = self._visible(id, fresh=attempt > 0)
            try:
                return self._reveal(found, self._pool(found.lies_in) if found.lies_in else Pool())
            except Moved:
                continue
        raise Unavailable("busy", "the customer changes too often", retry_after=1)

    def _reveal(self, found: Customer, pool: Pool) -> Json:
        at, asker, settings = now(), self.caller, self.settings
        receipt = self.log.commit(
            change(
                CUSTOMER, found.id, customer.unmoved, found,
                lambda c: reveals.reveal(c, asker, pool, settings.masked, at),
            ),
            change(
                REVEALS, asker.actor, reveals.count, asker.actor, found.id,
                settings.reveals_per_day, settings.day(at), at,
            ),
        )  # fmt: skip
        told = reveals.told(found, asker, pool, at)
        return receipt.to_json() | told

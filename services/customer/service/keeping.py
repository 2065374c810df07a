"""How a customer is kept where it is: locked for a while, and unlocked."""

from collections.abc import Callable
from typing import Any

from kernel.change import change, expecting
from kernel.form import Form, identifier
from kernel.nameko import rpc
from services.customer import locks
from services.customer.customer import CUSTOMER
from services.customer.service.desk import Desk, Json, now
from services.customer.service.owning import LONGEST_REASON


class Keeping(Desk):
    @rpc
    def lock(
        self,
        customer_id: str,
        reason: str,
        until: str | None = None,
        expected: int | None = None,
    ) -> Json:
        at = now()
        with Form() as form:
            reason = form.text("reason", reason, LONGEST_REASON)
            end = form.maybe_time("until", until)
            if end and end <= at:
                form.wrong("until", "must lie in the future")
        return self._keep(customer_id, locks.lock, expected, until=end, reason=reason, at=at)

    @rpc
    def unlock(self, customer_id: str, expected: int | None = None) -> Json:
        return self._keep(customer_id, locks.unlock, expected, at=now())

    def _keep(
        self, customer_id: str, decide: Callable[..., Any], expected: int | None, **how: Any
    ) -> Json:
        with Form() as form:
            expected = form.maybe_version("expected", expected)
        id = identifier("customer", customer_id)
        expected = self._told(expected, id)
        home = self._pool(self._customer(id, fresh=True).home)
        made = change(CUSTOMER, id, decide, asker=self.caller, pool=home, **how)
        return self.log.commit(expecting(expected, made)).to_json()

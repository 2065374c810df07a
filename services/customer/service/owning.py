"""How customers pass from hand to hand: claimed, released, assigned."""

from typing import Any

from kernel.change import change, expecting
from kernel.form import Form, identifier
from kernel.nameko import rpc
from kernel.refusal import Unavailable
from services.customer import customer, portfolio, rights
from services.customer.customer import CUSTOMER, OwnerMoved
from services.customer.portfolio import PORTFOLIO
from services.customer.service.desk import Changes, Desk, Json, now

PUBLIC = "public"  # the pool of who names none
LONGEST_POOL = 100
LONGEST_REASON = 1_000
PATIENCE = 5  # times that an owner may change under our hands


class Owning(Desk):
    @rpc
    def claim(self, customer_id: str, expected: int | None = None) -> Json:
        at, by = now(), self.caller.actor
        rights.require_staff(self.caller)
        with Form() as form:
            expected = form.maybe_version("expected", expected)
        id = identifier("customer", customer_id)
        expected = self._told(expected, id)
        made = change(CUSTOMER, id, customer.claim, by=by, at=at)
        taking = self._taking(by, id, at, claimed=True)
        return self.log.commit(expecting(expected, made), taking).to_json()

    @rpc
    def release(
        self, customer_id: str, reason: str, pool: str | None = None, expected: int | None = None
    ) -> Json:
        with Form() as form:
            reason = form.text("reason", reason, LONGEST_REASON)
            pool = form.maybe_text("pool", pool, LONGEST_POOL) or PUBLIC
            expected = form.maybe_version("expected", expected)
        return self._move(customer_id, expected, None, customer.release, reason=reason, pool=pool)

    @rpc
    def assign(self, customer_id: str, to: str, expected: int | None = None) -> Json:
        with Form() as form:
            to = form.person("to", to)
            expected = form.maybe_version("expected", expected)
        return self._move(customer_id, expected, to, customer.assign, to=to)

    def _move(
        self,
        customer_id: str,
        expected: int | None,
        receiver: str | None,
        decide: Any,
        **how: Any,
    ) -> Json:
        """From the one who holds it now, whose portfolio the same commit must touch."""
        at, id = now(), identifier("customer", customer_id)
        expected = self._told(expected, id)
        for attempt in range(PATIENCE):
            owner = self._customer(id, fresh=attempt > 0).owner
            made = change(CUSTOMER, id, decide, asker=self.caller, owner_before=owner, at=at, **how)
            changes: Changes = [expecting(expected, made)]
            if receiver and receiver != owner:
                changes.append(self._taking(receiver, id, at))
            if owner and owner != receiver:
                changes.append(change(PORTFOLIO, owner, portfolio.drop, owner, id, at))
            try:
                return self.log.commit(*changes).to_json()
            except OwnerMoved:
                continue
        raise Unavailable("busy", "the customer changes hands too often", retry_after=1)

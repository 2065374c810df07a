"""How customers pass from hand to hand, one by one: claimed, released, assigned, withdrawn."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from kernel.change import Change, change, expecting
from kernel.commits import Commits
from kernel.form import Form, identifier
from kernel.nameko import rpc
from kernel.refusal import Refusal, Unavailable
from services.customer import ownership, rights
from services.customer.customer import CUSTOMER, Customer, OwnerMoved
from services.customer.pool import Pool
from services.customer.service.desk import Changes, Desk, Json, now

LONGEST_POOL = 100
LONGEST_REASON = 1_000
PATIENCE = 5  # times that an owner may change under our hands

Decided = Change[Any, Any]


class Owning(Desk):
    @rpc
    def claim(self, customer_id: str, expected: int | None = None) -> Json:
        rights.require_staff(self.caller)
        with Form() as form:
            expected = form.maybe_version("expected", expected)
        return self._claim(self.log, customer_id, expected)

    @rpc
    def release(
        self, customer_id: str, reason: str, pool: str | None = None, expected: int | None = None
    ) -> Json:
        with Form() as form:
            reason, pool, expected = going(form, reason, pool, expected)
        return self._release(self.log, customer_id, reason, pool, expected)

    @rpc
    def withdraw(
        self, customer_id: str, reason: str, pool: str | None = None, expected: int | None = None
    ) -> Json:
        with Form() as form:
            reason, pool, expected = going(form, reason, pool, expected)

        def decided(found: Customer, home: Pool, id: str, at: datetime) -> Decided:
            into = self._into(pool or found.home)
            return change(
                CUSTOMER, id, ownership.withdraw, self.caller, home, reason, into, found.hold, at
            )

        return self._move(self.log, customer_id, expected, decided)

    @rpc
    def assign(self, customer_id: str, to: str, expected: int | None = None) -> Json:
        with Form() as form:
            to = form.person("to", to)
            expected = form.maybe_version("expected", expected)
        return self._assign(self.log, customer_id, to, expected)

    def _claim(self, log: Commits, customer_id: str, expected: int | None = None) -> Json:
        def decided(found: Customer, home: Pool, id: str, at: datetime) -> Decided:
            terms = self._terms(found.home, home, found.profile)
            had = self._had_under(found)
            return change(CUSTOMER, id, ownership.claim, self.caller, home, terms, at, had)

        by = self.caller.actor
        return self._move(log, customer_id, expected, decided, receiver=by, claimed=True)

    def _release(
        self, log: Commits, customer_id: str, reason: str, pool: str | None, expected: int | None
    ) -> Json:
        def decided(found: Customer, home: Pool, id: str, at: datetime) -> Decided:
            into = self._into(pool) if pool else self._back(found.home)
            return change(
                CUSTOMER, id, ownership.release, self.caller, reason, into, found.hold, at
            )

        return self._move(log, customer_id, expected, decided)

    def _assign(self, log: Commits, customer_id: str, to: str, expected: int | None = None) -> Json:
        self._require_active(to)

        def decided(found: Customer, home: Pool, id: str, at: datetime) -> Decided:
            terms = self._terms(found.home, home, found.profile)
            return change(
                CUSTOMER, id, ownership.assign, self.caller, home, terms, to, found.hold, at
            )

        return self._move(log, customer_id, expected, decided, receiver=to)

    def _move(
        self,
        log: Commits,
        customer_id: str,
        expected: int | None,
        decided: Callable[[Customer, Pool, str, datetime], Decided],
        receiver: str | None = None,
        claimed: bool = False,
    ) -> Json:
        """From the one who holds it now, whose portfolio the same commit must touch.

        Under the rules of its pool as they were a second ago at most: a no is said by those of now.
        """
        at, id = now(), identifier("customer", customer_id)
        expected = self._told(expected, id)
        for attempt in range(PATIENCE):
            found = self._customer(id, fresh=attempt > 0)
            home = self._pool(found.home, sure=attempt > 0)
            first = expecting(expected, decided(found, home, id, at))
            changes = [first, *self._hands(id, found, home, at, receiver, claimed)]
            try:
                if found.lies_in:
                    ownership.require_sight(self.caller, found, home)
                return log.commit(*changes).to_json()
            except OwnerMoved:
                continue
            except Refusal:
                if attempt or self._pool(found.home) == home:
                    raise
        raise Unavailable("busy", "the customer changes hands too often", retry_after=1)

    def _hands(
        self,
        id: str,
        found: Customer,
        home: Pool,
        at: datetime,
        receiver: str | None,
        claimed: bool,
    ) -> Changes:
        """What it means for the portfolios of who gets it and of who had it."""
        made: Changes = []
        if receiver and (claimed or receiver != found.owner):
            terms = self._terms(found.home, home, found.profile)
            had = self._had_under(found) if claimed else None
            made.append(self._taking(receiver, id, at, claimed, terms, found.won, had))
        if found.owner and found.owner != receiver and not claimed:
            made.append(self._dropping(found.hold, id, at))
        return made


def going(
    form: Form, reason: str, pool: str | None, expected: int | None
) -> tuple[str, str | None, int | None]:
    """Why it goes, into which pool, and which version was read."""
    return (
        form.text("reason", reason, LONGEST_REASON),
        form.maybe_text("pool", pool, LONGEST_POOL),
        form.maybe_version("expected", expected),
    )

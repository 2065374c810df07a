"""The customer service, as the gateway calls it: time, ids and settings enter here."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from uuid6 import uuid7

from kernel import Rejected
from kernel.change import Change, change, create, expecting
from kernel.form import Form, identifier
from kernel.key_of_log import confirm
from kernel.nameko import Feed, at_start, caller, log, process, rpc
from kernel.refusal import Unavailable
from services.customer import customer, duplicates, portfolio, profile, registry, rights, settings
from services.customer.customer import CUSTOMER, Customer, OwnerMoved
from services.customer.events import UPCASTS, Event
from services.customer.portfolio import PORTFOLIO
from services.customer.profile import Profile

PUBLIC = "public"  # the pool of who names none
LONGEST_POOL = 100
LONGEST_REASON = 1_000
PATIENCE = 5  # times that an owner may change under our hands

Json = dict[str, Any]


def configured() -> settings.Settings:
    """Raises WrongKey before anybody can register what is registered already."""
    made = settings.read()
    confirm(process.database("customer"), "GUANXI_IDENTITY_KEY", made.identity_key)
    return made


class CustomerService(Feed):
    name = "customer"

    log = log(Event, UPCASTS)
    caller = caller()
    settings = at_start(configured)

    @rpc
    def register(
        self,
        name: str,
        company: str | None = None,
        phones: Sequence[str] | None = None,
        emails: Sequence[str] | None = None,
        pool: str | None = None,
        owner: str | None = None,
        industry: str | None = None,
        source: str | None = None,
        remark: str | None = None,
        region: str | None = None,
        keep_invalid_phones: bool | None = None,
    ) -> Json:
        if keep_invalid_phones:
            rights.require_lead(self.caller, "keep numbers that are none")
        with Form() as form:
            pool = form.maybe_text("pool", pool, LONGEST_POOL)
            owner = form.maybe_person("owner", owner)
            described = profile.read(
                form, name=name, company=company, phones=phones, emails=emails,
                industry=industry, source=source, remark=remark,
                region=region, keep_invalid_phones=keep_invalid_phones,
            )  # fmt: skip
        return self._register(described, rights.first_owner(self.caller, owner, pool), pool)

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

    def _register(self, described: Profile, owner: str | None, pool: str | None) -> Json:
        customer_id, at = str(uuid7()), now()
        by = self.caller.actor
        keys, secret = profile.keys(described), self.settings.identity_key
        changes: list[Change[Any, Any]] = [
            create(
                CUSTOMER, customer_id, customer.register, customer_id, described, owner, pool,
                by=by, at=at,
            ),
            *registry.reservations(keys, secret, customer_id, at),
        ]  # fmt: skip
        if owner:
            changes.append(self._taking(owner, customer_id, at))
        try:
            return self.log.commit(*changes).to_json()
        except Rejected as refusal:
            if refusal.slug != "duplicate":
                raise
            taken = registry.taken(self.log.states, keys, secret)
            raise duplicates.refusal(self.caller, taken) from None

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
            changes: list[Change[Any, Any]] = [expecting(expected, made)]
            if receiver and receiver != owner:
                changes.append(self._taking(receiver, id, at))
            if owner and owner != receiver:
                changes.append(change(PORTFOLIO, owner, portfolio.drop, owner, id, at))
            try:
                return self.log.commit(*changes).to_json()
            except OwnerMoved:
                continue
        raise Unavailable("busy", "the customer changes hands too often", retry_after=1)

    def _told(self, expected: int | None, customer_id: str) -> int | None:
        """A version is nothing to tell to who may not see the customer: then none is expected."""
        if expected is None:
            return None
        seen = rights.sees(self.caller, self._customer(customer_id, fresh=True).owner)
        return expected if seen else None

    def _taking(
        self, person: str, customer_id: str, at: datetime, claimed: bool = False
    ) -> Change[Any, Any]:
        day = self.settings.day(at) if claimed else None
        limits = self.settings.limits
        return change(PORTFOLIO, person, portfolio.take, person, customer_id, limits, at, day)

    def _customer(self, customer_id: str, fresh: bool) -> Customer:
        state: Customer = self.log.states.load(CUSTOMER, customer_id, fresh).state
        return state


def now() -> datetime:
    return datetime.now(UTC)

"""How customers come in: registered by hand, one by one."""

from collections.abc import Sequence

from uuid6 import uuid7

from kernel import Rejected
from kernel.change import create
from kernel.form import Form
from kernel.nameko import rpc
from services.customer import customer, duplicates, profile, registry, rights
from services.customer.customer import CUSTOMER
from services.customer.events import Profile
from services.customer.pool import PUBLIC
from services.customer.portfolio import BASE
from services.customer.service.desk import Changes, Desk, Json, now

LONGEST_POOL = 100


class Registering(Desk):
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

    def _register(self, described: Profile, owner: str | None, pool: str | None) -> Json:
        customer_id, at = str(uuid7()), now()
        by, into = self.caller.actor, self._into(pool) if pool else None
        terms = self._terms(PUBLIC, self._pool(PUBLIC), described) if owner else None
        keys, secret = profile.keys(described), self.settings.identity_key
        changes: Changes = [
            create(
                CUSTOMER, customer_id, customer.register, customer_id, described, owner, pool,
                by=by, at=at, under=terms.under if terms else BASE, into=into,
            ),
            *registry.reservations(keys, secret, customer_id, at),
        ]  # fmt: skip
        if owner:
            changes.append(self._taking(owner, customer_id, at, under=terms))
        try:
            return self.log.commit(*changes).to_json()
        except Rejected as refusal:
            if refusal.slug != "duplicate":
                raise
            taken = registry.taken(self.log.states, keys, secret)
            raise duplicates.refusal(self.caller, taken) from None

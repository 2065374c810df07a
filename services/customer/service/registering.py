"""How customers come in: registered by hand, one by one."""

from typing import Any

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
from services.customer.service.checking import Checking
from services.customer.service.describing import Describing
from services.customer.service.desk import Changes, Json, now
from services.rights import require_lead

LONGEST_POOL = 100


class Registering(Describing, Checking):
    @rpc
    def register(
        self,
        name: str,
        pool: str | None = None,
        owner: str | None = None,
        region: str | None = None,
        keep_invalid_phones: bool | None = None,
        **described: Any,
    ) -> Json:
        """`described` are fields of the profile, by their names."""
        if keep_invalid_phones:
            require_lead(self.caller, "keep numbers that are none")
        with Form() as form:
            pool = form.maybe_text("pool", pool, LONGEST_POOL)
            owner = form.maybe_person("owner", owner)
            mentioned = {n: value for n, value in described.items() if value is not None}
            values = self._described(form, {"name": name, **mentioned}, region, keep_invalid_phones)
        known = profile.merged(profile.NOBODY, values)
        holder = rights.first_owner(self.caller, owner, pool)
        self._require_active(holder)
        return self._register(known, holder, pool)

    def _register(self, described: Profile, owner: str | None, pool: str | None) -> Json:
        customer_id, at = str(uuid7()), now()
        by, into = self.caller.actor, self._into(pool) if pool else None
        terms = self._terms(PUBLIC, self._pool(PUBLIC), described) if owner else None
        keys, secret = profile.keys(described), self.settings.identity_key
        warned = self.settings.warned
        changes: Changes = [
            create(
                CUSTOMER, customer_id, customer.register, customer_id, described, owner, pool,
                by=by, at=at, under=terms.under if terms else BASE, into=into,
            ),
            *registry.reservations(keys, secret, customer_id, at, warned),
        ]  # fmt: skip
        if owner:
            changes.append(self._taking(owner, customer_id, at, under=terms))
        try:
            warnings = self._warnings(described, keys)
            return self.log.commit(*changes, told=warnings).to_json()
        except Rejected as refusal:
            if refusal.slug != "duplicate":
                raise
            refusing = [key for key in keys if key.kind not in warned]
            taken = registry.taken(self.log.states, refusing, secret)
            raise duplicates.refusal(self.caller, taken, self._pools(), at) from None

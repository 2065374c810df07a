"""How cards become customers: tried first if asked, each by a command of its own, none twice."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from kernel.commits import Commits
from kernel.form import Form
from kernel.nameko import rpc
from kernel.refusal import Refusal, Rejected, to_json
from kernel.rowwise import row_by_row
from services.customer import cards, duplicates, profile, registry, rights
from services.customer.cards import Given, Item
from services.customer.events import Profile
from services.customer.keys import Key
from services.customer.pool import require_into
from services.customer.profile import Values
from services.customer.service.contact_cards import ContactCards
from services.customer.service.desk import Json, now
from services.customer.service.registering import LONGEST_POOL, Registering

MOST = 500
Seen = dict[tuple[str, str], str]  # what earlier cards of the file are recognised by, and which


class CustomerCards(Registering, ContactCards):
    @rpc
    def import_cards(
        self,
        items: Sequence[Item],
        pool: str | None = None,
        region: str | None = None,
        dry_run: bool | None = None,
    ) -> Json:
        """Each a customer of who brings it in, or in the pool; each row by its card's number."""
        rights.require_staff(self.caller)
        with Form() as form:
            pool = form.maybe_text("pool", pool, LONGEST_POOL)
        by_number = cards.numbered(items, MOST)
        if pool:
            require_into(self._into(pool))
        if dry_run:
            return {"items": self._foreseen(by_number, region), "position": None}

        def bring(log: Commits, number: str) -> Json:
            mine: Any = self._under(log)
            return dict(mine._entered(by_number[number], pool, region))

        return row_by_row(self.log, list(by_number), bring)

    def _entered(self, item: Item, pool: str | None, region: str | None) -> Json:
        described, left_out = self._told_by(item, region)
        owner = rights.first_owner(self.caller, None, pool)
        receipt = self._register(described, owner, pool)
        return receipt | {
            "outcome": "added", "left_out": left_out, "customer_id": receipt["id"],
        }  # fmt: skip

    def _told_by(self, item: Item, region: str | None) -> tuple[Profile, list[str]]:
        read = partial(self._read_card, region)
        values, left_out = cards.read(item, cards.OF_CUSTOMERS, read)
        return profile.merged(profile.NOBODY, values), left_out

    def _read_card(self, region: str | None, form: Form, given: Given) -> Values:
        return self._described(form, given, region, False)

    def _foreseen(self, items: Mapping[str, Item], region: str | None) -> list[Json]:
        """What would become of each, had those before it been added."""
        seen: Seen = {}
        rows: list[Json] = []
        for number, item in items.items():
            try:
                left_out = self._free(number, item, region, seen)
                told = {"outcome": "added", "left_out": left_out}
                rows.append({"id": number, "ok": True} | told)
            except Refusal as refusal:
                rows.append({"id": number, "ok": False, "problem": to_json(refusal)})
        return rows

    def _free(self, number: str, item: Item, region: str | None, seen: Seen) -> list[str]:
        described, left_out = self._told_by(item, region)
        keys = [one for one in profile.keys(described) if one.kind not in self.settings.warned]
        secret = self.settings.identity_key
        if taken := registry.taken(self.log.states, keys, secret):
            raise duplicates.refusal(self.caller, taken, self._pools(), now())
        require_new(keys, seen)
        seen |= {(key.kind, key.value): number for key in keys}
        return left_out


def require_new(keys: Sequence[Key], seen: Seen) -> None:
    for key in keys:
        if first := seen.get((key.kind, key.value)):
            detail = f"card {first} of this file has this already: {key.field}"
            raise Rejected("duplicate-in-file", detail, card=int(first), field=key.field)

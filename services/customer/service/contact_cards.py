"""How cards become contacts: tried first if asked, each by a command of its own, none twice."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import partial, reduce

from kernel.commits import Commits
from kernel.form import identifier
from kernel.nameko import rpc
from kernel.refusal import Refusal, to_json
from kernel.rowwise import row_by_row
from services.customer import cards, contact, duplicates, recognised, registry
from services.customer.cards import Item, Reader
from services.customer.customer import CUSTOMER, Customer, require_work_on
from services.customer.events import CustomerEvent, Person
from services.customer.profile import Values
from services.customer.service.contacting import Contacting, as_told, made_by
from services.customer.service.desk import Json, now

MOST = contact.MOST


class ContactCards(Contacting):
    @rpc
    def import_contacts(
        self,
        customer_id: str,
        items: Sequence[Item],
        region: str | None = None,
        dry_run: bool | None = None,
    ) -> Json:
        """Into one customer; each row is named by the number of its card."""
        id = identifier("customer", customer_id)
        by_number = cards.numbered(items, MOST)
        found = self._visible(id, fresh=True)
        require_work_on(self.caller, found, now())
        values = partial(contact.values, region=region, area=self._area(id, {"phones": True}))
        if dry_run:
            return {"items": self._tried(found, by_number, values), "position": None}

        def bring(log: Commits, number: str) -> Json:
            return self._under(log)._bring(id, by_number[number], values)

        return row_by_row(self.log, list(by_number), bring)

    def _under(self, log: Commits) -> "ContactCards":
        """The same desk, under the command of one card."""
        mine = type(self)()
        mine.__dict__.update(self.__dict__)
        mine.log, mine.caller = log, log.context
        return mine

    def _bring(self, customer_id: str, item: Item, values: Reader) -> Json:
        given, left_out = cards.read(item, cards.OF_CONTACTS, values)
        contact_id, at = made_by(self.caller.command_id), now()
        receipt = self._people(
            customer_id, None, partial(self._decided, contact_id, given, at), contact_id
        )
        after = self._customer(customer_id, fresh=False)
        return receipt | met(after, contact_id, given, left_out)

    def _decided(
        self, contact_id: str, given: Values, at: datetime, customer: Customer
    ) -> list[CustomerEvent]:
        """Who is there already is not added again; nor changed, since cards grow old."""
        require_work_on(self.caller, customer, at)
        known = cards.known(customer, Person(**given))
        return [] if known else contact.add(customer, self.caller, contact_id, given, False, at)

    def _tried(self, customer: Customer, items: Mapping[str, Item], values: Reader) -> list[Json]:
        """What would become of each, had those before it been added."""
        rows = []
        for number, item in items.items():
            try:
                row, customer = self._try(customer, made_by(number), item, values)
                rows.append({"id": number, "ok": True} | row)
            except Refusal as refusal:
                rows.append({"id": number, "ok": False, "problem": to_json(refusal)})
        return rows

    def _try(
        self, before: Customer, contact_id: str, item: Item, values: Reader
    ) -> tuple[Json, Customer]:
        given, left_out = cards.read(item, cards.OF_CONTACTS, values)
        happened = self._decided(contact_id, given, now(), before)
        after: Customer = reduce(CUSTOMER.evolve, happened, before)
        self._require_free(before, after, f"contacts.{contact_id}.")
        told = met(after, contact_id, given, left_out)
        return {name: told[name] for name in ("outcome", "left_out")}, after

    def _require_free(self, before: Customer, after: Customer, where: str) -> None:
        wanted = registry.added(recognised.by(before), recognised.by(after))
        refusing = [key for key in wanted if key.kind not in self.settings.warned]
        secret = self.settings.identity_key
        if taken := registry.taken(self.log.states, refusing, secret, but=before.id):
            raise as_told(duplicates.refusal(self.caller, taken, self._pools(), now()), where)


def met(after: Customer, contact_id: str, given: Values, left_out: list[str]) -> Json:
    """Added under this id; or there before under another one, and what it has not got."""
    person = Person(**given)
    if contact_id in after.people.contacts:
        return {"outcome": "added", "contact_id": contact_id, "left_out": left_out}
    known = cards.known(after, person)
    lacks = cards.lacking(after.people.contacts[known], person) if known else []
    return {"outcome": "known", "contact_id": known, "left_out": left_out + lacks}

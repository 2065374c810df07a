"""How the people at a customer are kept: added, edited, removed, and one of them asked first."""

from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from kernel import Rejected
from kernel.form import Form, identifier
from kernel.nameko import rpc
from services.customer import contact
from services.customer.customer import Decide
from services.customer.service.desk import Json, now
from services.customer.service.editing import mapping
from services.customer.service.settling import Settling


class Contacting(Settling):
    @rpc
    def add_contact(
        self,
        customer_id: str,
        person: Mapping[str, Any],
        primary: bool | None = None,
        region: str | None = None,
        expected: int | None = None,
    ) -> Json:
        """Answers with the id of the contact; the version is the customer's."""
        with Form() as form:
            first = form.flag("primary", primary)
            told = {"name": None, **mapping(person)}
            given = contact.values(form, told, region, self._area(customer_id, told))
        id, at, asker = made_by(self.caller.command_id), now(), self.caller
        answer = self._people(
            customer_id, expected, lambda c: contact.add(c, asker, id, given, first, at), id
        )
        return answer | {"id": id, "customer_id": answer["id"]}

    @rpc
    def edit_contact(
        self,
        customer_id: str,
        contact_id: str,
        changes: Mapping[str, Any],
        region: str | None = None,
        expected: int | None = None,
    ) -> Json:
        with Form() as form:
            told = mapping(changes)
            given = contact.values(form, told, region, self._area(customer_id, told))
        id, at, asker = identifier("contact", contact_id), now(), self.caller
        return self._people(
            customer_id, expected, lambda c: contact.edit(c, asker, id, given, at), id
        )

    @rpc
    def remove_contact(
        self, customer_id: str, contact_id: str, expected: int | None = None
    ) -> Json:
        id, at, asker = identifier("contact", contact_id), now(), self.caller
        return self._people(customer_id, expected, lambda c: contact.remove(c, asker, id, at))

    @rpc
    def name_primary_contact(
        self, customer_id: str, contact_id: str, expected: int | None = None
    ) -> Json:
        id, at, asker = identifier("contact", contact_id), now(), self.caller
        return self._people(customer_id, expected, lambda c: contact.name_primary(c, asker, id, at))

    def _people(
        self, customer_id: str, expected: int | None, decide: Decide, told: str = ""
    ) -> Json:
        with Form() as form:
            expected = form.maybe_version("expected", expected)
        id = identifier("customer", customer_id)
        try:
            return self._settle(id, expected, now(), decide).to_json()
        except Rejected as refusal:
            raise as_told(refusal, f"contacts.{told}.") from None


def as_told(refusal: Rejected, where: str) -> Rejected:
    """With the fields as they stand in what was sent."""
    if refusal.slug != "duplicate":
        return refusal
    duplicates = [
        one | {"field": one["field"].removeprefix(where)} for one in refusal.fields["duplicates"]
    ]
    detail = refusal.detail.replace(where, "")
    return Rejected(refusal.slug, detail, **refusal.fields | {"duplicates": duplicates})


def made_by(command_id: str) -> str:
    """The id of what a command makes: sent again, it names the same."""
    return sha256(f"made by {command_id}".encode()).hexdigest()[:32]

"""How customers are shared: a second owner, and collaborators for a time."""

from typing import Any

from kernel.change import change, expecting
from kernel.form import Form, identifier
from kernel.nameko import rpc
from services.customer import sharing
from services.customer.customer import CUSTOMER
from services.customer.service.desk import Desk, Json, now


class Sharing(Desk):
    @rpc
    def name_second_owner(
        self, customer_id: str, person: str | None = None, expected: int | None = None
    ) -> Json:
        with Form() as form:
            person = form.maybe_person("person", person)
            expected = form.maybe_version("expected", expected)
        self._require_active(person)
        return self._share(customer_id, expected, sharing.name_second_owner, person=person)

    @rpc
    def add_collaborator(
        self,
        customer_id: str,
        person: str,
        until: str | None = None,
        expected: int | None = None,
    ) -> Json:
        with Form() as form:
            person = form.person("person", person)
            end = form.maybe_time("until", until)
            expected = form.maybe_version("expected", expected)
            if end and end <= now():
                form.wrong("until", "must lie in the future")
        self._require_active(person)
        return self._share(
            customer_id, expected, sharing.add_collaborator, person=person, until=end
        )

    @rpc
    def remove_collaborator(
        self, customer_id: str, person: str, expected: int | None = None
    ) -> Json:
        with Form() as form:
            person = form.person("person", person)
            expected = form.maybe_version("expected", expected)
        return self._share(customer_id, expected, sharing.remove_collaborator, person=person)

    def _share(self, customer_id: str, expected: int | None, decide: Any, **how: Any) -> Json:
        id = identifier("customer", customer_id)
        self._require_member(self._customer(id, fresh=False))
        made = change(CUSTOMER, id, decide, asker=self.caller, at=now(), **how)
        return self.log.commit(expecting(self._told(expected, id), made)).to_json()

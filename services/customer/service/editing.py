"""How a customer's profile is edited: what is mentioned changes, the rest stays."""

from collections.abc import Mapping
from typing import Any

from kernel import Invalid
from kernel.form import Form, identifier
from kernel.nameko import rpc
from services.customer import customer
from services.customer.service.describing import Describing
from services.customer.service.desk import Json, now
from services.rights import require_lead


class Editing(Describing):
    @rpc
    def edit(
        self,
        customer_id: str,
        changes: Mapping[str, Any],
        region: str | None = None,
        keep_invalid_phones: bool | None = None,
        expected: int | None = None,
    ) -> Json:
        """`changes` as in a JSON merge patch: null and [] clear a field."""
        if keep_invalid_phones:
            require_lead(self.caller, "keep numbers that are none")
        with Form() as form:
            expected = form.maybe_version("expected", expected)
            told = mapping(changes)
            area = self._area(customer_id, told)
            given = self._described(form, told, region, keep_invalid_phones, area)
        at, asker = now(), self.caller
        id = identifier("customer", customer_id)
        made = self._settle(id, expected, at, lambda c: customer.edit(c, asker, given, at))
        return made.to_json()


def mapping(given: Any) -> Mapping[str, Any]:
    if not isinstance(given, Mapping):
        raise Invalid("invalid", "changes must be an object", errors=[])
    return given

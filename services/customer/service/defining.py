"""How the company's own fields are defined, and the choices of those that every profile has."""

from collections.abc import Sequence
from typing import Any

from kernel.change import change
from kernel.form import Form, identifier
from kernel.nameko import rpc
from services.customer import choices, definitions
from services.customer.catalogue import CATALOGUE, ONE
from services.customer.events import KINDS
from services.customer.service.contacting import made_by
from services.customer.service.desk import Desk, Json, now

LONGEST_NAME = 100
MOST_LEVELS = 50


class Defining(Desk):
    @rpc
    def define_field(self, name: str, kind: str, choices: Sequence[str] | None = None) -> Json:
        """Answers with the id of the field; the version is the catalogue's."""
        with Form() as form:
            name = form.title("name", name, LONGEST_NAME)
            kind = form.choice("kind", kind, KINDS)
            named = form.texts("choices", choices, definitions.MOST_CHOICES, LONGEST_NAME)
        id = made_by(self.caller.command_id)
        told = self._define(definitions.define, field_id=id, name=name, kind=kind, choices=named)
        return told | {"id": id}

    @rpc
    def rename_field(self, field_id: str, name: str) -> Json:
        with Form() as form:
            name = form.title("name", name, LONGEST_NAME)
        return self._define(definitions.rename, field_id=known(field_id), name=name)

    @rpc
    def require_field(
        self,
        field_id: str,
        required: bool | None = None,
        levels: Sequence[str] | None = None,
    ) -> Json:
        """Not given, it is required; of every customer when no levels are named."""
        with Form() as form:
            wanted = form.flag("required", True if required is None else required)
            named = form.texts("levels", levels, MOST_LEVELS, LONGEST_NAME)
        return self._define(
            definitions.require, field_id=known(field_id), required=wanted, levels=named
        )

    @rpc
    def order_fields(self, order: Sequence[str]) -> Json:
        with Form() as form:
            ids = form.texts("order", order, 1_000, LONGEST_NAME)
        return self._define(definitions.order, ids=ids)

    @rpc
    def retire_field(self, field_id: str) -> Json:
        return self._define(definitions.retire, field_id=known(field_id))

    @rpc
    def add_choice(self, field_id: str, name: str) -> Json:
        with Form() as form:
            name = form.title("name", name, LONGEST_NAME)
        return self._define(choices.add_choice, field_id=known(field_id), name=name)

    @rpc
    def rename_choice(self, field_id: str, choice_id: str, name: str) -> Json:
        with Form() as form:
            name = form.title("name", name, LONGEST_NAME)
        return self._define(
            choices.rename_choice, field_id=known(field_id), choice_id=choice_id, name=name
        )

    @rpc
    def retire_choice(self, field_id: str, choice_id: str) -> Json:
        return self._define(choices.retire_choice, field_id=known(field_id), choice_id=choice_id)

    def _define(self, decide: Any, **how: Any) -> Json:
        made = change(CATALOGUE, ONE, decide, asker=self.caller, at=now(), **how)
        return self.log.commit(made).to_json()


def known(field_id: Any) -> str:
    """Ids of built-in fields have an underscore."""
    identifier("field", field_id.replace("_", "-") if isinstance(field_id, str) else field_id)
    return str(field_id)

"""Fields that the company defines over HTTP."""

from typing import Any

from marshmallow import fields

from gateway.answers import Page, Receipted, Shown
from gateway.asked import Asked
from gateway.fields import Choice, Flag, Several, Text, Value, says
from gateway.http import get, post
from gateway.names import Title
from gateway.queries import Reading
from gateway.routes import EVERY_ROLE, MANAGERS
from gateway.shape import Shape
from kernel.nameko import remote

KINDS = ("text", "number", "date", "choice", "multi-choice", "money")
MOST = 100
PATH = "/v1/fields/<field_id>"
CHOICE = f"{PATH}/choices/<choice_id>"


class FieldValuesGiven(Value, fields.Dict):
    """Values by the ids of their fields; what each may be, the definition says."""

    default_error_messages = says(
        invalid='Please send an object such as {{"5f3a…": "12.50"}}, id of the field → value.',
        many="Please send at most {most} fields.",
    )

    def __init__(self) -> None:
        told = "id of a field of /v1/fields → text, number, date, choice, choices, or money"
        super().__init__(metadata={"description": told, "maxProperties": MOST})

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> Any:
        if not isinstance(value, dict):
            raise self.make_error("invalid")
        if len(value) > MOST:
            raise self.make_error("many", most=MOST)
        return value


class DefineField(Shape):
    name = Title(100, required=True)
    kind = Choice(*KINDS, required=True)
    choices = Several(Title(100, required=True), most=200)


class NameField(Shape):
    name = Title(100, required=True)


class RequireField(Shape):
    required = Flag(metadata={"description": "true if not given"})
    levels = Several(
        Text(50, required=True), most=50, metadata={"description": "none: of every customer"}
    )


class OrderFields(Shape):
    order = Several(Text(100, required=True), most=1000, required=True)


class FieldChoiceShown(Shown):
    id = fields.String(required=True)
    name = fields.String(required=True)
    retired = fields.Boolean(required=True)


class FieldDefinition(Shown):
    id = fields.String(required=True)
    name = fields.String(required=True)
    kind = fields.String(required=True, metadata={"enum": [*KINDS, "built-in"]})
    built_in = fields.Boolean(required=True, metadata={"description": "of every profile"})
    choices = fields.List(fields.Nested(FieldChoiceShown), required=True)
    required = fields.Boolean(required=True)
    levels = fields.List(fields.String(), required=True)
    retired = fields.Boolean(required=True)


class FieldValueShown(Shown):
    """As it was when somebody recorded it."""

    field = fields.String(required=True)
    version = fields.Integer(required=True, metadata={"description": "of the definition, then"})
    name = fields.String(required=True, metadata={"description": "of the field, then"})
    value = fields.List(fields.String(), required=True)
    shown = fields.List(fields.String(), required=True)


class FieldMissing(Shown):
    field = fields.String(required=True)
    name = fields.String(required=True)


class DefinitionRoutes:
    customer = remote("customer")
    analytics = remote("analytics")

    @get("/v1/fields", roles=EVERY_ROLE, query=Reading, answer=Page(FieldDefinition))
    def list_fields(self, asked: Asked) -> Any:
        """The fields of a profile in their order, your own and those of every profile."""
        return self.analytics.definitions(**asked.filters)

    @post("/v1/fields", roles=MANAGERS, body=DefineField, answer=Receipted("/v1/fields"))
    def define_field(self, asked: Asked) -> Any:
        """Define a field of your own; the id names it for ever."""
        return self.customer.define_field(**asked.body)

    @post("/v1/fields/order", roles=MANAGERS, body=OrderFields)
    def order_fields(self, asked: Asked) -> Any:
        """Put fields in order; those that are not named follow."""
        return self.customer.order_fields(**asked.body)

    @post(f"{PATH}/rename", roles=MANAGERS, body=NameField)
    def rename_field(self, asked: Asked, field_id: str) -> Any:
        """Call a field something else; values keep the name they were recorded under."""
        return self.customer.rename_field(field_id=field_id, **asked.body)

    @post(f"{PATH}/require", roles=MANAGERS, body=RequireField)
    def require_field(self, asked: Asked, field_id: str) -> Any:
        """Ask a field of customers of some levels, or of all; it counts for completeness."""
        return self.customer.require_field(field_id=field_id, **asked.body)

    @post(f"{PATH}/retire", roles=MANAGERS)
    def retire_field(self, asked: Asked, field_id: str) -> Any:
        """Offer a field no more; its values stay where they were recorded."""
        return self.customer.retire_field(field_id=field_id)

    @post(f"{PATH}/choices", roles=MANAGERS, body=NameField)
    def add_choice(self, asked: Asked, field_id: str) -> Any:
        """Offer one more choice; with the first one a class takes nothing else any more."""
        return self.customer.add_choice(field_id=field_id, **asked.body)

    @post(f"{CHOICE}/rename", roles=MANAGERS, body=NameField)
    def rename_choice(self, asked: Asked, field_id: str, choice_id: str) -> Any:
        """Call a choice something else; what was recorded stays as it was."""
        return self.customer.rename_choice(field_id=field_id, choice_id=choice_id, **asked.body)

    @post(f"{CHOICE}/retire", roles=MANAGERS)
    def retire_choice(self, asked: Asked, field_id: str, choice_id: str) -> Any:
        """Offer a choice no more."""
        return self.customer.retire_choice(field_id=field_id, choice_id=choice_id)

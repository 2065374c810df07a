"""How deals and their board are shown."""

from marshmallow import fields

from gateway.answers import Shown


class MoneyShown(Shown):
    amount = fields.String(required=True, metadata={"example": "1250.00"})
    currency = fields.String(required=True)


class Opportunity(Shown):
    id = fields.String(required=True)
    version = fields.Integer(required=True, metadata={"description": "for `If-Match`"})
    name = fields.String(required=True)
    customer_id = fields.String(required=True, allow_none=True)
    product = fields.String(required=True, allow_none=True)
    owner = fields.String(
        required=True, allow_none=True,
        metadata={"description": "null: it waits for whoever gets its customer out of the pool"},
    )  # fmt: skip
    pipeline_id = fields.String(required=True)
    pipeline_version = fields.Integer(
        required=True, metadata={"description": "it runs on this one until it is migrated"}
    )
    stage = fields.String(
        required=True, metadata={"description": "of its pipeline, or won, or lost"}
    )
    probability = fields.Integer(required=True, metadata={"description": "percent"})
    expected_days = fields.Integer(required=True, allow_none=True)
    amount = fields.Nested(MoneyShown, required=True, allow_none=True)
    expected_close = fields.Date(required=True, allow_none=True)
    description = fields.String(required=True, allow_none=True)
    priority = fields.String(required=True, allow_none=True)
    forecast = fields.String(required=True, allow_none=True)
    competitors = fields.List(fields.String(), required=True)
    contacts = fields.List(fields.String(), required=True)
    items = fields.List(fields.Dict(), required=True)
    shares = fields.List(fields.Dict(), required=True)
    key = fields.Boolean(required=True)
    follow_up_id = fields.String(required=True, allow_none=True)
    loaded = fields.Boolean(required=True, metadata={"description": "history that was loaded"})
    lost_reason = fields.String(required=True, allow_none=True)
    lost_to = fields.String(required=True, allow_none=True)
    opened_at = fields.DateTime(required=True)
    engaged_at = fields.DateTime(required=True, allow_none=True)
    stage_since = fields.DateTime(required=True)
    stuck_at = fields.DateTime(
        required=True, allow_none=True,
        metadata={"description": "when it has stood there for as long as is expected"},
    )  # fmt: skip
    closed_at = fields.DateTime(required=True, allow_none=True)
    touched_at = fields.DateTime(required=True)
    recorded_at = fields.DateTime(
        required=True, metadata={"description": "when we heard of it; `opened_at`: when it was"}
    )


class OpportunityRead(Opportunity):
    history = fields.List(
        fields.Dict(), required=True,
        metadata={"description": "the stages so far, with how many days it stood on each"},
    )  # fmt: skip


class Column(Shown):
    stage = fields.String(required=True)
    name = fields.String(required=True)
    count = fields.Integer(required=True)
    amounts = fields.List(fields.Nested(MoneyShown), required=True)
    items = fields.List(fields.Nested(Opportunity), required=True)


class Board(Shown):
    columns = fields.List(fields.Nested(Column), required=True)

"""What is answered about queries: rows under columns, explanations, facts, what was saved."""

from marshmallow import fields

from gateway.answers import Shown


class QueryColumn(Shown):
    name = fields.String(required=True)
    kind = fields.String(required=True)
    role = fields.String(required=True, metadata={"enum": ["key", "measure"]})
    says = fields.String(required=True)


class QueryAnswer(Shown):
    fact = fields.String(required=True)
    columns = fields.List(fields.Nested(QueryColumn), required=True)
    rows = fields.List(fields.Dict(), required=True)
    groups = fields.Integer(required=True, metadata={"description": "that there are in all"})
    truncated = fields.Boolean(
        required=True, metadata={"description": "true: there are more groups than rows"}
    )


class QueryExplained(Shown):
    fact = fields.String(required=True)
    says = fields.List(fields.String(), required=True, metadata={"description": "for people"})
    columns = fields.List(fields.Nested(QueryColumn), required=True)
    collection = fields.String(required=True)
    pipeline = fields.List(
        fields.Dict(), required=True, metadata={"description": "the aggregation that MongoDB runs"}
    )
    limits = fields.Dict(required=True)


class SavedQueryShown(Shown):
    id = fields.String(required=True)
    version = fields.Integer(required=True)
    name = fields.String(required=True)
    owner = fields.String(required=True)
    chart = fields.String(required=True, allow_none=True)
    people = fields.List(fields.String(), required=True)
    teams = fields.List(fields.String(), required=True)
    everybody = fields.Boolean(required=True)
    saved_at = fields.String(required=True)


class SavedQueryWhole(SavedQueryShown):
    query = fields.Dict(required=True, metadata={"description": "what it asks"})


class FactField(Shown):
    name = fields.String(required=True)
    kind = fields.String(required=True)
    says = fields.String(required=True)
    tests = fields.List(fields.String(), required=True)
    grouped = fields.Boolean(required=True)
    measures = fields.List(fields.String(), required=True)
    words = fields.List(fields.String(), required=True)


class FactShown(Shown):
    name = fields.String(required=True)
    says = fields.String(required=True)
    fields_ = fields.List(fields.Nested(FactField), required=True, data_key="fields")


class FactsShown(Shown):
    items = fields.List(fields.Nested(FactShown), required=True)

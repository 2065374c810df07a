"""The answer to a request about several things: of each, a receipt or a problem of its own."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from marshmallow import fields
from werkzeug import Response

from gateway.answers import JSON, Shown, to_json
from gateway.asked import Asked
from gateway.problems import problem
from kernel.refusal import from_json
from kernel.settings import batch_limit

MOST = batch_limit()  # told in the documents, and refused before a service is asked


class RowShown(Shown):
    id = fields.String(required=True)
    ok = fields.Boolean(required=True)
    version = fields.Integer(metadata={"description": "for `If-Match`"})
    position = fields.String(metadata={"example": "customer:1041"})
    problem = fields.Dict(metadata={"description": "what it would be refused with by itself"})


class Rows(Shown):
    items = fields.List(fields.Nested(RowShown), required=True)
    position = fields.String(
        required=True, allow_none=True, metadata={"description": "the last; null: nothing was done"}
    )


@dataclass(frozen=True)
class Rowwise:
    """200 even when every row was refused; sent again with its key, it does what is left to do."""

    schema: ClassVar[type[Shown]] = Rows
    media_type = JSON
    status = 200
    headers: Mapping[str, str] = field(default_factory=dict)

    def respond(self, asked: Asked, result: Any) -> Response:
        items = [shown(item, asked.context.correlation_id) for item in result["items"]]
        return to_json(self.status, {**result, "items": items}, {})


def shown(item: dict[str, Any], request_id: str) -> dict[str, Any]:
    if item["ok"]:
        return item
    refused = problem(from_json(item["problem"]), request_id)
    return {**item, "problem": refused.document}

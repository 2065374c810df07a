"""The answer to who was given a secret: a receipt with it, told this once."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from marshmallow import Schema
from werkzeug import Response

from gateway.answers import JSON, to_json
from gateway.asked import Asked

METADATA = {"description": "told once; null when the command is repeated"}


@dataclass(frozen=True)
class ToldOnce:
    schema: type[Schema]
    media_type = JSON
    status = 201
    headers: Mapping[str, str] = field(default_factory=dict)

    def respond(self, asked: Asked, result: Any) -> Response:
        return to_json(self.status, result, {})

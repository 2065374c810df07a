"""What tools read about this API."""

import json
from functools import cache
from typing import Any

from gateway.answers import JSON, Text
from gateway.asked import Asked
from gateway.http import get, routes
from gateway.openapi import document
from gateway.routes import ANYBODY
from gateway.shape import Query


class DocumentRoutes:
    @get("/openapi.json", roles=ANYBODY, query=Query, answer=Text(JSON, lambda raw: bytes(raw)))
    def describe(self, asked: Asked) -> Any:
        """This document."""
        gateway: Any = type(self)
        return described(gateway)


@cache
def described(gateway: type) -> bytes:
    return json.dumps(document(routes(gateway)), ensure_ascii=False).encode()

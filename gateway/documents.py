"""What tools read about this API."""

import json
from functools import cache
from typing import Any

from gateway.answers import JSON, Text
from gateway.asked import Asked
from gateway.asyncapi import document as events_document
from gateway.events_page import page
from gateway.http import get, routes
from gateway.openapi import document
from gateway.renderings import STYLED, Rendered
from gateway.routes import ANYBODY
from gateway.shape import Query

HTML = "text/html; charset=utf-8"
POLICY = "Content-Security-Policy"
UNFRAMED = {POLICY: f"{STYLED[POLICY]}; frame-ancestors 'none'"}


@cache
def described_events() -> bytes:
    return json.dumps(events_document(), ensure_ascii=False).encode()


@cache
def events_page() -> bytes:
    return page().encode()


ASYNCAPI = Rendered(JSON, lambda _: described_events())
EVENTS = Rendered(HTML, lambda _: events_page(), sent=UNFRAMED)


class DocumentRoutes:
    @get("/openapi.json", roles=ANYBODY, query=Query, answer=Text(JSON, lambda raw: bytes(raw)))
    def describe(self, asked: Asked) -> Any:
        """This document."""
        gateway: Any = type(self)
        return described(gateway)

    @get("/asyncapi.json", roles=ANYBODY, query=Query, answer=ASYNCAPI)
    def describe_events(self, asked: Asked) -> Any:
        """The events that are published: AsyncAPI 3.0, with schemas and examples.

        To be read by people at `/docs/events`.
        """

    @get("/docs/events", roles=ANYBODY, query=Query, answer=EVENTS)
    def show_events(self, asked: Asked) -> Any:
        """The events that are published, on a page for a browser."""


@cache
def described(gateway: type) -> bytes:
    return json.dumps(document(routes(gateway)), ensure_ascii=False).encode()

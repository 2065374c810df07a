"""What tools read about this API."""

import json
from functools import cache
from typing import Any

from gateway import events_page, routes_page
from gateway.answers import JSON, Text
from gateway.asked import Asked
from gateway.asyncapi import document as events_document
from gateway.catalogue import described as described_event
from gateway.catalogue import read
from gateway.http import get, routes
from gateway.openapi import document
from gateway.renderings import STYLED, Rendered
from gateway.routes import ANYBODY
from gateway.shape import Query
from gateway.subscribed import SOURCES
from kernel.envelope import SCHEMAS as SCHEMA_PATH
from kernel.refusal import NotFound

HTML = "text/html; charset=utf-8"
SCHEMA = "application/schema+json"
WORDS = {"source": SOURCES}
POLICY = "Content-Security-Policy"
UNFRAMED = {POLICY: f"{STYLED[POLICY]}; frame-ancestors 'none'"}


@cache
def described_events() -> bytes:
    return json.dumps(events_document(), ensure_ascii=False).encode()


@cache
def about_events() -> bytes:
    return events_page.page().encode()


@cache
def about_routes(gateway: type) -> bytes:
    return routes_page.page(json.loads(described(gateway))).encode()


ASYNCAPI = Rendered(JSON, lambda _: described_events())
SCHEMAS = Rendered(SCHEMA, lambda found: json.dumps(found, ensure_ascii=False).encode())
ROUTES = Rendered(HTML, about_routes, sent=UNFRAMED)
EVENTS = Rendered(HTML, lambda _: about_events(), sent=UNFRAMED)


class DocumentRoutes:
    @get("/openapi.json", roles=ANYBODY, query=Query, answer=Text(JSON, lambda raw: bytes(raw)))
    def describe(self, asked: Asked) -> Any:
        """This document. To be read by people at `/docs`."""
        gateway: Any = type(self)
        return described(gateway)

    @get("/docs", roles=ANYBODY, query=Query, answer=ROUTES)
    def show_routes(self, asked: Asked) -> Any:
        """Every route, on a page for a browser."""
        return type(self)

    @get("/asyncapi.json", roles=ANYBODY, query=Query, answer=ASYNCAPI)
    def describe_events(self, asked: Asked) -> Any:
        """The events that are published: AsyncAPI 3.0, with schemas and examples.

        To be read by people at `/docs/events`.
        """

    @get("/docs/events", roles=ANYBODY, query=Query, answer=EVENTS)
    def show_events(self, asked: Asked) -> Any:
        """The events that are published, on a page for a browser."""

    @get("/docs/events/<source>.json", roles=ANYBODY, query=Query, answer=SCHEMAS, words=WORDS)
    def show_event_schemas(self, asked: Asked, source: str) -> Any:
        """The `data` of each event of a source in each version, as JSON Schema 2020-12.

        `$defs` has them by name and version: `#/$defs/CustomerClaimed.v1`.
        """
        if source not in SOURCES:
            raise NotFound(what="source", id=source)
        return read(source)

    @get(
        f"{SCHEMA_PATH}/<source>/<event>/<version>", roles=ANYBODY, query=Query, answer=SCHEMAS,
        words=WORDS,
    )  # fmt: skip
    def show_event_schema(self, asked: Asked, source: str, event: str, version: str) -> Any:
        """The `data` of an event in one version, as JSON Schema 2020-12.

        It is what `dataschema` of an event points to.
        """
        number = int(version) if version.isascii() and version.isdecimal() else 0
        found = described_event(source, event, number)
        if found is None or version != str(number):
            raise NotFound(what="schema", id=f"{source}/{event}/{version}")
        return found


@cache
def described(gateway: type) -> bytes:
    return json.dumps(document(routes(gateway)), ensure_ascii=False).encode()

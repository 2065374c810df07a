"""Every route on one page, to be read in a browser: as /openapi.json says it."""

from collections.abc import Iterator
from html import escape
from itertools import groupby
from typing import Any

from gateway.html import joined, kind, page_of, paragraphs, said

Json = dict[str, Any]
PROBLEM = "/Problem"


def page(document: Json) -> str:
    groups = [(name, list(found)) for name, found in groupby(operations(document), subject)]
    links = "".join(f'<a href="#{name}">{name}</a>' for name, _ in groups)
    shapes = document["components"]["schemas"]
    return page_of(
        "HTTP",
        f"{paragraphs(document['info']['description'])}<p>For programs: "
        '<a href="/openapi.json">/openapi.json</a> (OpenAPI 3.1). '
        '<a href="/docs/events">Events</a> for who listens.'
        f"<nav>{links}</nav>"
        + "".join(section(name, found) for name, found in groups)
        + '<h2 id="shapes">What is sent and answered</h2>'
        + "".join(shape(name, told) for name, told in sorted(shapes.items())),
    )


def operations(document: Json) -> Iterator[tuple[str, str, Json]]:
    for path in sorted(document["paths"], key=lambda path: (subject((path, "", {})), path)):
        for method, told in document["paths"][path].items():
            yield path, method, told


def subject(operation: tuple[str, str, Json]) -> str:
    """The first word of its path: /v1/customers/{id} is about customers."""
    path = operation[0].removeprefix("/v1/")
    return "documents" if path.startswith("/") else path.partition("/")[0].partition(".")[0]


def section(name: str, found: list[tuple[str, str, Json]]) -> str:
    told = "".join(operation(path, method, one) for path, method, one in found)
    return f'<h2 id="{name}">{name}</h2>{told}'


def operation(path: str, method: str, told: Json) -> str:
    roles = joined(told.get("x-roles", ())) or "anybody"
    return (
        f'<details id="{told["operationId"]}"><summary><b>{method.upper()}</b> '
        f"<code>{escape(path)}</code> {said(told.get('summary', ''))}</summary>"
        f"{paragraphs(told.get('description', ''))}<p>For: {roles}"
        f"{asked(told)}{answered(told)}</details>"
    )


def asked(told: Json) -> str:
    rows = "".join(
        f"<tr><td><code>{one['name']}</code><td>{one['in']}<td>{kind(one['schema'])}"
        f"<td>{'needed' if one.get('required') else ''}<td>{about(one)}"
        for one in told.get("parameters", ())
    )
    table = f"<table><tr><th>parameter<th>in<th>type<th><th>what it says{rows}</table>"
    sent = joined(
        f"{kind(one['schema'])} ({media})"
        for media, one in told.get("requestBody", {}).get("content", {}).items()
    )
    return (table if rows else "") + (f"<p>Send: {sent}" if sent else "")


def answered(told: Json) -> str:
    """The good answers each, the refusals in a row: all of these are problem documents."""
    good, bad = [], []
    for status, one in told["responses"].items():
        media = one.get("content", {})
        refs = [kind(each.get("schema", {})) for each in media.values()]
        if any(PROBLEM in each.get("schema", {}).get("$ref", "") for each in media.values()):
            bad.append(status)
        else:
            good.append(f"{status} {joined(refs)} {said(one.get('description', ''))}")
    refused = f"; refused with {', '.join(bad)}" if bad else ""
    return f"<p>Answers: {'; '.join(good)}{refused}"


def shape(name: str, told: Json) -> str:
    always = told.get("required", ())
    rows = "".join(
        f"<tr><td><code>{field}</code><td>{kind(one)}<td>{'always' if field in always else ''}"
        f"<td>{about(one)}"
        for field, one in told.get("properties", {}).items()
    )
    table = f"<table><tr><th>field<th>type<th>there<th>what it says{rows}</table>" if rows else ""
    return f'<details id="{name}"><summary><code>{name}</code></summary>{table}</details>'


def about(told: Json) -> str:
    """What is said of it, and what it may be."""
    schema = told.get("schema", told)
    words = [said(told.get("description", schema.get("description", "")))]
    if choices := schema.get("enum"):
        words.append("one of " + ", ".join(f"<code>{escape(str(one))}</code>" for one in choices))
    return "; ".join(word for word in words if word)

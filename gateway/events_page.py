"""Every event on one page, to be read in a browser: no script runs, nothing else is loaded."""

import json
from html import escape
from itertools import groupby
from typing import Any

from gateway.catalogue import Published, published, shapes
from gateway.event_promises import PROMISES, WELCOME
from gateway.html import kind, page_of, said
from gateway.subscribed import SOURCES


def page() -> str:
    links = "".join(f'<a href="#{source}">{source}</a>' for source in SOURCES)
    promises = "".join(f"<dt>{escape(name)}<dd>{said(text)}" for name, text in PROMISES)
    return page_of(
        "Events",
        f"<p>{said(WELCOME)}<p>For programs: "
        '<a href="/asyncapi.json">/asyncapi.json</a> (AsyncAPI 3.0).'
        f"<nav>{links}</nav><h2>What you may rely on</h2><dl>{promises}</dl>"
        + "".join(section(source) for source in SOURCES),
    )


def section(source: str) -> str:
    mine = [one for one in published() if one.source == source]
    events = "".join(
        event(list(versions)) for _, versions in groupby(mine, key=lambda one: one.event)
    )
    parts = "".join(
        f'<details id="{source}.{name}"><summary><code>{name}</code></summary>'
        f"{told(schema, source)}</details>"
        for name, schema in sorted(shapes(source).items())
    )
    made_of = f"<h3>What they are made of</h3>{parts}" if parts else ""
    schemas = f'<p><a href="/docs/events/{source}.json">As JSON Schema</a>'
    return f'<h2 id="{source}">{source}</h2>{schemas}{events}{made_of}'


def event(versions: list[Published]) -> str:
    """The newest version first; older ones are read for ever."""
    newest = versions[0]
    numbers = ", ".join(f"v{one.version}" for one in versions)
    return (
        f'<details id="{newest.key}"><summary><code>{newest.event}</code> '
        f'{said(newest.summary)} <span class="faint">{numbers}</span></summary>'
        f"<p>Routing key <code>{newest.key}</code></p>"
        + "".join(version(one) for one in versions)
        + "</details>"
    )


def version(one: Published) -> str:
    shown = "\n".join(json.dumps(data, ensure_ascii=False, indent=2) for data in one.examples[:2])
    return (
        f"<h4>guanxi.{one.name}</h4>{told(one.schema, one.source)}"
        f"<p>As <code>data</code>:<pre>{escape(shown)}</pre>"
    )


def told(schema: dict[str, Any], source: str) -> str:
    always = schema.get("required", ())
    rows = (
        row(name, field, source, name in always) for name, field in schema["properties"].items()
    )
    return (
        f"<p>{said(schema['description'])}</p>"
        f"<table><tr><th>field<th>type<th>there<th>what it says{''.join(rows)}</table>"
    )


def row(name: str, field: dict[str, Any], source: str, always: bool) -> str:
    default = json.dumps(field.get("default"), ensure_ascii=False)
    there = "always" if always else f"absent: {escape(default)}"
    personal = " <em>(personal)</em>" if field.get("x-personal") else ""
    about = said(field.get("description", "")) + personal
    return f"<tr><td><code>{name}</code><td>{kind(field, f'{source}.')}<td>{there}<td>{about}"

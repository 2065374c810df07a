"""What our pages for browsers are made of: no script runs, and nothing else is loaded."""

from collections.abc import Iterable
from html import escape
from typing import Any

STYLE = """
body{font:16px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:64rem;padding:0 1rem;color:#222}
code,pre{font:14px/1.4 ui-monospace,monospace}
pre{background:#f4f4f2;overflow:auto;padding:.6rem}
details{border-top:1px solid #ddd;padding:.4rem 0}
summary{cursor:pointer}
table{border-collapse:collapse;margin:.6rem 0;width:100%}
th,td{border-bottom:1px solid #eee;padding:.2rem .6rem;text-align:left;vertical-align:top}
nav a{margin-right:1rem}dt{font-weight:600}a{color:#0b57a4}.faint{color:#666}
"""


def page_of(title: str, body: str) -> str:
    return (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>Guanxi: {title}</title>'
        '<meta name="viewport" content="width=device-width"><style>' + STYLE + "</style>"
        f"<h1>{title}</h1>{body}</html>"
    )


def kind(field: dict[str, Any], prefix: str = "") -> str:
    """The type of a JSON Schema in words, with a link to what it is made of."""
    if "$ref" in field:
        name = field["$ref"].rpartition("/")[2]
        return f'<a href="#{prefix}{name}">{name}</a>'
    if several := field.get("anyOf") or field.get("allOf") or field.get("oneOf"):
        return joined(kind(one, prefix) for one in several)
    types = field.get("type", "anything")
    if types == "array":
        return f"list of {kind(field.get('items', {}), prefix)}"
    kinds = types if isinstance(types, list) else [types]
    return joined(str(field.get("format", one)) if one == "string" else one for one in kinds)


def joined(kinds: Iterable[str]) -> str:
    return " or ".join(kinds)


def said(text: str) -> str:
    """Our own words; what stands in backticks is code."""
    parts = escape(text).split("`")
    return "".join(f"<code>{part}</code>" if odd % 2 else part for odd, part in enumerate(parts))


def paragraphs(text: str) -> str:
    return "".join(f"<p>{said(part)}" for part in text.split("\n\n"))

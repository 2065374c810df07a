"""Filters by classification: every value of a row in one index, with the order of the lists."""

from typing import Any

from kernel.projection import Row
from services.analytics.parameters import wrong

LONGEST = 200  # characters; nobody looks for a longer value by all of it
FACETED = ("level", "industry", "source", "business_status", "locality", "registered_by")
PLACES = ("city", "district")  # of any of its addresses
OURS = (*FACETED, *PLACES, "archived")


def facets(row: Row) -> list[str]:
    own = [facet(f["field"], one) for f in row["fields"] for one in f["value"]]
    archived = [facet("archived", "true")] if row["archived"] else []
    classes = [facet(name, row[name]) for name in FACETED if row[name] is not None]
    places = {facet(at, one[at]) for one in row["addresses"] for at in PLACES if one.get(at)}
    return [*archived, *classes, *sorted(places), *(one for one in own if len(one) <= LONGEST)]


def facet(name: str, value: str) -> str:
    return f"{name}={value}"


def asked(pair: str) -> dict[str, Any]:
    """`id:value` of a field that the company has defined."""
    field, colon, value = pair.partition(":")
    if not (field and colon and value) or field in OURS:
        raise wrong("field", "is the id of a field, a colon, and a value or the id of a choice")
    return having(field, value)


def having(name: str, value: str) -> dict[str, Any]:
    """The rows with this value."""
    return {"facets": facet(name, value)}

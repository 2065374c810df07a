"""Filters by classification: every value of a row in one index, with the order of the lists."""

from collections.abc import Mapping, Sequence
from typing import Any

from kernel.projection import Row
from services import decimals
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


def spelled(pair: str, defined: Sequence[Mapping[str, Any]]) -> str:
    """With the value as it is kept: of a number each spelling finds the same."""
    id, _, value = pair.partition(":")
    kinds = {one["_id"]: one["kind"] for one in defined}
    if id not in kinds:  # a list of nobody would look like an answer
        raise wrong("field", f"there is no field {id!r}; /v1/fields lists them")
    kind = kinds[id]
    try:
        if kind == "number":
            return f"{id}:{decimals.number(decimals.parsed(value))}"
        if kind == "money":
            amount, _, currency = value.strip().rpartition(" ")
            return f"{id}:{decimals.money(decimals.parsed(amount), currency)}"
    except ValueError:
        pass  # it finds what it finds: nothing
    return pair


def having(name: str, value: str) -> dict[str, Any]:
    """The rows with this value."""
    return {"facets": facet(name, value)}

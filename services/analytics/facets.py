"""Filters by classification: every value of a row in one index, with the order of the lists."""

from typing import Any

from kernel.projection import Row

FACETED = ("level", "industry", "source", "business_status", "locality")


def facets(row: Row) -> list[str]:
    archived = [facet("archived", "true")] if row["archived"] else []
    return archived + [facet(name, row[name]) for name in FACETED if row[name] is not None]


def facet(name: str, value: str) -> str:
    return f"{name}={value}"


def having(name: str, value: str) -> dict[str, Any]:
    """The rows with this value."""
    return {"facets": facet(name, value)}

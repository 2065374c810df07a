"""How complete a profile is: which of the fields that its level requires are still empty."""

from collections.abc import Sequence
from typing import Any

from kernel.projection import Row
from services.analytics.definitions import Definition
from services.analytics.parameters import one_of
from services.customer.events import BUILT_IN

Condition = dict[str, Any]
WHOLE = 100  # per cent
EMPTY: tuple[Any, ...] = (None, [])


def measured(row: Row, definitions: Sequence[Definition]) -> dict[str, Any]:
    """In whole per cent, downwards: only what lacks nothing is complete."""
    required = [one for one in definitions if asked_of(one, row["level"])]
    missing = [one for one in required if not filled(row, one["_id"])]
    share = WHOLE * (len(required) - len(missing)) // len(required) if required else WHOLE
    named = [{"field": one["_id"], "name": one["name"]} for one in missing]
    return {"completeness": share, "missing": named}


def asked_of(definition: Definition, level: str | None) -> bool:
    levels = definition["levels"]
    return is_asked(definition) and (not levels or level in levels)


def is_asked(definition: Definition) -> bool:
    return bool(definition["required"] and not definition["retired"])


def filled(row: Row, field: str) -> bool:
    if field in BUILT_IN:
        return row[field] not in EMPTY
    return any(value["field"] == field for value in row["fields"])


def having(wanted: str, definitions: Sequence[Definition]) -> Condition:
    """The rows that are complete, or those that are not."""
    lacking = [lacks(one) for one in definitions if is_asked(one)]
    if one_of("complete", wanted, ("true", "false")) == "true":
        return {"$nor": lacking} if lacking else {}
    return {"$or": lacking} if lacking else {"_id": {"$in": []}}


def lacks(definition: Definition) -> Condition:
    field, levels = definition["_id"], definition["levels"]
    empty: Condition = (
        {field: {"$in": list(EMPTY)}} if field in BUILT_IN else {"fields.field": {"$ne": field}}
    )
    return {"$and": [empty, {"level": {"$in": levels}}]} if levels else empty

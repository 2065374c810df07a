"""The fields of a profile as they are defined now, those that the company has made included."""

from collections.abc import Sequence
from typing import Any, assert_never

from kernel.event import Recorded
from kernel.projection import Projection, Row
from services.analytics.reading import Documents, find
from services.customer.events import (
    BUILT_IN,
    CLASSES,
    ChoiceAdded,
    ChoiceEvent,
    ChoiceRenamed,
    ChoiceRetired,
    FieldDefined,
    FieldEvent,
    FieldRenamed,
    FieldRequired,
    FieldRetired,
    FieldsOrdered,
)

MOST = 1_000  # definitions, retired ones included
LATER = 1_000_000  # ranks after all that were put in order
Definition = dict[str, Any]


def blank(id: str) -> Row:
    """Those of every profile are there before anybody has said anything."""
    built_in = id in BUILT_IN
    rank = list(BUILT_IN).index(id) if built_in else LATER
    return {
        "name": BUILT_IN.get(id, ""), "kind": "choice" if id in CLASSES else "built-in",
        "built_in": built_in, "choices": [], "required": False, "levels": [], "retired": False,
        "rank": rank + (LATER // 2 if built_in else 0),
    }  # fmt: skip


def key(recorded: Recorded) -> tuple[str, ...]:
    event: FieldEvent = recorded.event
    return event.order if isinstance(event, FieldsOrdered) else (event.field_id,)


def evolve(row: Row, recorded: Recorded) -> Row:
    return blank(row["_id"]) | row | told(row, recorded)


def told(row: Row, recorded: Recorded) -> Row:
    event: FieldEvent = recorded.event
    match event:
        case FieldDefined():
            return begun(event) | {"rank": LATER + recorded.position}
        case FieldRenamed():
            return {"name": event.name}
        case FieldRequired():
            return {"required": event.required, "levels": list(event.levels)}
        case FieldsOrdered():
            return {"rank": event.order.index(row["_id"])}
        case FieldRetired():
            return {"retired": True}
        case _:
            return {"choices": chosen(row.get("choices", []), event)}


def begun(event: FieldDefined) -> Row:
    return {
        "name": event.name,
        "kind": event.kind,
        "choices": [offered(choice.id, choice.name) for choice in event.choices],
    }


def offered(id: str, name: str) -> Row:
    return {"id": id, "name": name, "retired": False}


def chosen(choices: list[Row], event: ChoiceEvent) -> list[Row]:
    match event:
        case ChoiceAdded():
            return [*choices, offered(event.choice_id, event.name)]
        case ChoiceRenamed():
            change: Row = {"name": event.name}
        case ChoiceRetired():
            change = {"retired": True}
        case _:
            assert_never(event)
    return [one | change if one["id"] == event.choice_id else one for one in choices]


DEFINITIONS = Projection("definitions", FieldEvent, key, evolve)


def definitions(rows: Documents) -> list[Definition]:
    """In their order, retired ones included."""
    told = {row["_id"]: row for row in find(rows, {}, [("_id", 1)], MOST)}
    every = [blank(id) | told.get(id, {"_id": id}) for id in {**BUILT_IN, **told}]
    return sorted(every, key=lambda row: (row["rank"], row["_id"]))


def listed(every: Sequence[Definition]) -> dict[str, Any]:
    """Bounded by what the catalogue may hold."""
    return {"items": [shown(one) for one in every], "next": None}


def shown(row: Definition) -> dict[str, Any]:
    plainly = ("name", "kind", "built_in", "choices", "required", "levels", "retired")
    return {"id": row["_id"]} | {name: row[name] for name in plainly}

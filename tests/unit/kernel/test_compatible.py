"""What a subscriber relies on, and what may be added beside it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated

import pytest

from kernel.codec import Codec
from kernel.compatible import advice, broken
from kernel.event_schema import schemas
from services.catalogue import current

TEXT, NUMBER, MAYBE = {"type": "string"}, {"type": "integer"}, {"type": ["string", "null"]}
CLAIMED = {
    "type": "object",
    "description": "Customer claimed.",
    "properties": {"customer_id": TEXT, "by": TEXT, "rule": MAYBE | {"default": None}},
    "required": ["customer_id", "by"],
}
BEFORE = {"CustomerClaimed.v1": CLAIMED}


def claimed(required=("customer_id", "by"), without=(), **changed):
    kept = {key: told for key, told in CLAIMED["properties"].items() if key not in without}
    return {
        "CustomerClaimed.v1": CLAIMED
        | {"properties": kept | changed, "required": [r for r in required if r not in without]}
    }


@pytest.mark.parametrize(
    ("after", "told"),
    [
        (claimed(without=("by",)), "by is gone"),
        (claimed(without=("rule",)), "rule is gone"),
        (claimed(("customer_id", "claimer"), ("by",), claimer=TEXT), "by is gone, or has another"),
        (claimed(by=NUMBER), "by was {'type': 'string'} and is {'type': 'integer'} now"),
        (claimed(by=MAYBE), "by was {'type': 'string'} and is"),
        (claimed(rule=TEXT | {"default": None}), "rule was"),
        (claimed(rule=MAYBE | {"default": "none"}), "rule was"),
        (claimed(("customer_id", "by", "rule")), "rule is required now"),
        (claimed(("customer_id", "by", "where"), where=TEXT), "where is required now"),
        (claimed(("customer_id",)), "by was always there"),
        ({"CustomerTaken.v1": CLAIMED}, "CustomerClaimed.v1 is gone"),
        ({"CustomerClaimed.v2": CLAIMED}, "CustomerClaimed.v1 is gone"),
    ],
)
def test_what_breaks_a_promise_is_named(after, told):
    [found, *_] = broken(BEFORE, after)

    assert told in found


@pytest.mark.parametrize(
    "after",
    [
        claimed(),
        claimed(where=MAYBE | {"default": None}),
        claimed(by=TEXT | {"description": "the owner from now on", "x-personal": True}),
        claimed() | {"CustomerClaimed.v2": CLAIMED, "Part": CLAIMED},
    ],
)
def test_additions_and_words_break_nothing(after):
    assert broken(BEFORE, after) == []


def test_who_has_broken_one_is_told_what_to_do():
    told = advice(broken(BEFORE, claimed(without=("by",))))

    assert told.startswith("CustomerClaimed.v1.by is gone")
    assert "UPCASTS[('CustomerClaimed', 1)]" in told


@dataclass(frozen=True)
class Part:
    size: int


@dataclass(frozen=True)
class Packed:
    """It is on its way."""

    name: Annotated[str, "personal"]  # as it is called
    # in the order of packing
    parts: tuple[Part, ...]
    most: Part | None  # of them
    weight: float
    on: date | None
    at: datetime
    fragile: bool = False
    marks: tuple[str, ...] = ()


PART = {"$ref": "#/$defs/Part"}


def test_a_schema_is_what_the_class_says():
    assert schemas(Codec(Packed)) == {
        "Packed.v1": {
            "type": "object",
            "description": "It is on its way.",
            "properties": {
                "name": {"type": "string", "description": "as it is called", "x-personal": True},
                "parts": {
                    "type": "array",
                    "items": PART,
                    "description": "in the order of packing",
                },
                "most": {"anyOf": [PART, {"type": "null"}], "description": "of them"},
                "weight": {"type": "number"},
                "on": {"type": ["string", "null"], "format": "date"},
                "at": {"type": "string", "format": "date-time"},
                "fragile": {"type": "boolean", "default": False},
                "marks": {"type": "array", "items": {"type": "string"}, "default": []},
            },
            "required": ["name", "parts", "most", "weight", "on", "at"],
        },
        "Part": {
            "type": "object",
            "description": "Part.",
            "properties": {"size": {"type": "integer"}},
            "required": ["size"],
        },
    }


def test_an_older_version_stays_as_it_was_told_with_all_that_it_is_made_of():
    before = {
        "Packed.v1": {"properties": {"box": {"$ref": "#/$defs/Box"}}},
        "Box": {"properties": {"lid": {"$ref": "#/$defs/Lid"}}},
        "Lid": {"properties": {}},
    }
    now = current(Codec(Packed, {("Packed", 1): lambda data: data}), before)

    assert list(now) == ["Box", "Lid", "Packed.v1", "Packed.v2", "Part"]
    assert broken(before, now) == []

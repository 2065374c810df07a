"""Who is not to be told of persons is not, by any event that was ever published."""

import json
import re
from dataclasses import make_dataclass
from pathlib import Path
from typing import Annotated, get_args, get_type_hints

import pytest

from kernel.codec import Codec
from kernel.personal import PERSONAL, impersonal, plain_fields
from tests.unit.test_published_events import SERVICES, codec, examples

IDS = re.compile(
    r".*_ids?|by|to|part|(owner|pool)(_before)?|rules?(_pool)?|person|people|attendees|teams?|rooms"
    r"|actor|author|leaver|organiser"
)  # of records, and the names that colleagues sign in with
TOLD = Path(__file__).parent / "told_of_nobody.txt"
NEVER = frozenset(
    [
        "phones",
        "emails",
        "messaging",
        "addresses",
        "birthday",
        "remark",
        "note",
        "written",
        "e164",
        "detail",
        "goal",
        "shown",
    ]
)  # whatever event they stand in


def envelope(service, example):
    kind = f"guanxi.{service}.{example['type']}.v{example['v']}"
    return {"type": kind, "position": 7, "data": example["data"]}


def told(service, example):
    [made] = impersonal(codec(service), [envelope(service, example)])
    return made


def texts_said(value):
    if isinstance(value, dict):
        return {text for inner in value.values() for text in texts_said(inner)}
    if isinstance(value, list):
        return {text for inner in value for text in texts_said(inner)}
    return {value} if isinstance(value, str) else set()


def names_in(value):
    if isinstance(value, dict):
        return set(value) | {name for inner in value.values() for name in names_in(inner)}
    if isinstance(value, list):
        return {name for inner in value for name in names_in(inner)}
    return set()


@pytest.mark.parametrize("service", SERVICES)
def test_no_published_event_tells_of_a_person(service):
    for example in examples(service):
        made = told(service, example)
        assert not names_in(made["data"]) & NEVER, made
        for text in texts_said(made["data"]):
            assert not re.search(r"@(?!\d+$)|^\+86", text), made  # but a version


def marked(cls, seen):
    """Fields that text goes out by, of a class and its parts."""
    if cls in seen:
        return
    seen.add(cls)
    hints = get_type_hints(cls)
    for name, part in plain_fields(cls).items():
        if part:
            yield from marked(part, seen)
        elif is_text(hints[name]) and not IDS.fullmatch(name):
            yield f"{cls.__name__}.{name}"


def is_text(hint):
    return hint is str or any(is_text(inner) for inner in get_args(hint))


def test_every_field_of_text_that_goes_out_has_been_looked_at():
    """A new one is marked PERSONAL, or written down here by somebody who has thought about it."""
    left = {
        f"{service} {field}"
        for service in SERVICES
        for cls in codec(service).types.values()
        for field in marked(cls, set())
    }
    assert left == set(TOLD.read_text(encoding="utf-8").split("\n")) - {""}


def test_an_event_says_what_is_withheld_and_keeps_the_rest():
    registered = next(e for e in examples("customer") if e["type"] == "CustomerRegistered")
    made = told("customer", registered)
    assert made["position"] == 7
    assert made["data"]["customer_id"] == registered["data"]["customer_id"]
    assert {"name", "phones", "emails", "remark"} <= set(made["withheld"].split(","))
    claimed = next(e for e in examples("customer") if e["type"] == "CustomerClaimed")
    assert told("customer", claimed) == envelope("customer", claimed)


Part = make_dataclass("Part", [("id", str), ("said", Annotated[str, PERSONAL])])
Event = make_dataclass(
    "Event",
    [("id", str), ("one", Part | None), ("many", tuple[Part, ...]),
     ("who", Annotated[str, PERSONAL] | None), ("names", tuple[Annotated[str, PERSONAL], ...])],
)  # fmt: skip


def test_parts_of_an_event_are_looked_into():
    part = {"id": "p", "said": "secret"}
    data = {"id": "e", "one": part, "many": [part, part], "who": "secret", "names": ["secret"]}
    [made] = impersonal(Codec(Event), [{"type": "guanxi.x.Event.v1", "data": data}])
    assert made["data"] == {"id": "e", "one": {"id": "p"}, "many": [{"id": "p"}] * 2}
    assert made["withheld"] == "many.said,names,one.said,who"
    data = {"id": "e", "one": None, "many": []}
    [made] = impersonal(Codec(Event), [{"type": "guanxi.x.Event.v1", "data": data}])
    assert made == {"type": "guanxi.x.Event.v1", "data": data}


def test_what_this_program_does_not_know_is_withheld():
    newer = {"type": "guanxi.x.Later.v1", "data": {"id": "e", "who": "secret"}}
    [made] = impersonal(Codec(Event), [newer])
    assert "secret" not in json.dumps(made)
    assert made["withheld"] == "id,who"
    [made] = impersonal(Codec(Event), [newer | {"type": "guanxi.x.Event.v2"}])
    assert (made["data"], made["withheld"]) == ({}, "id,who")
    older = {"type": "guanxi.x.Event.v1", "data": {"id": "e", "nick": "secret"}}
    [made] = impersonal(Codec(Event), [older])
    assert made["data"] == {"id": "e"}


def test_what_happened_in_an_older_version_is_told_in_the_one_whose_class_says_what_is_personal():
    """`id` held a telephone number in version 1, and nobody marked it."""
    moved = Codec(Event, {("Event", 1): lambda data: {"id": "e", "who": data["id"]}})
    older = {"type": "guanxi.x.Event.v1", "data": {"id": "+8613900000000"}}
    [made] = impersonal(moved, [older])
    assert (made["type"], made["data"]) == ("guanxi.x.Event.v2", {"id": "e"})
    assert made["withheld"] == "who"

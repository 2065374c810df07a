"""What the OpenAPI document says of a kind of value is what that kind takes: no more, no less."""

import pytest
from apispec import APISpec
from apispec.ext.marshmallow import MarshmallowPlugin
from jsonschema_rs import validator_for
from marshmallow import ValidationError

from gateway.calendars import When
from gateway.fields import Text
from gateway.handover_shapes import Receivers
from gateway.headers import expected_version, last_event, read_after
from gateway.openapi import document
from gateway.parts import Number
from gateway.queries import Whole
from gateway.query_shapes import Compared
from gateway.service import ROUTES
from gateway.times import Day, Time
from kernel.refusal import Invalid

LINE, NAME = Text(9), Text(9, required=True)
NOTE, TOLD = Text(9, lines=True), Text(9, lines=True, required=True)
TEXTS = ("", " ", "\n", "a", " a", "a\n", "\u3000a\xa0", "a b", "a\tb", "a\nb", "a\r\nb", "\r\na",
         "a\r\n", "\r\n", "a\rb", "\r", "a\0", "\0", "\x1fa", "a\u2028", "\u2003", "\x85",
         "a\n ")  # fmt: skip
TIMES = (
    "2026-01-05T12:00:00Z", "2026-01-05T12:00:00.5+08:00", "2026-01-05T12:00:00.123456789Z",
    "2026-01-05T12:00:00123Z", "2026-01-05T12:00:00.Z", "2026-01-05T12:00:60Z",
    "2026-01-05T24:00:00Z", "2026-01-05T12:00:00+24:00", "1899-12-31T12:00:00Z",
    "2200-01-01T00:00:00Z", "2026-02-30T00:00:00Z", "2026-13-01T00:00:00Z", "2026-01-05",
    "2026-01-05T12:00:00", "2026-01-05T12:00:00Z\n",
)  # fmt: skip
DAYS = ("2026-01-05", "2024-02-29", "2026-02-29", "2026-00-10", "1899-12-31", "2200-01-01", "",
        "2026-01-05\n", "٢٠٢٦-٠١-٠٥")  # fmt: skip
VALUES = (None, "a", "a" * 200, "a" * 201, 5, 1.5, True, ["a"], ["a"] * 101, [["a"]], {}, [None],
          {"amount": "5", "currency": "CNY"}, {"amount": 5, "currency": "CNY"}, {"amount": "5"},
          {"amount": "5", "currency": "CNY", "more": ""}, ["a" * 201])  # fmt: skip
NUMBERS = (None, 1, 99, 100, 0, 3.0, 3.5, 1e300, float("-1"), True)
LOGINS = (None, "ann", " ", "", ["ann", "bob"], ["ann", ""], ["a"] * 101, 5, {}, "a\0")


def published(kind):
    found = MarshmallowPlugin()
    APISpec("", "", "3.1.0", plugins=[found])
    return found.converter.field2property(kind)


def takes(kind, value):
    try:
        kind.deserialize(value)
    except ValidationError:
        return False
    return True


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        *((kind, text) for kind in (LINE, NAME, NOTE, TOLD) for text in (*TEXTS, None, 5)),
        *((Time(), text) for text in (*TIMES, None, 5)),
        *((Day(), text) for text in (*DAYS, None, 5)),
        *((Compared(), value) for value in VALUES),
        *((Compared(required=True), value) for value in VALUES),
        *((Receivers(), value) for value in LOGINS),
        *((Number(1, 99), value) for value in NUMBERS),
        *((Number(1, 99, whole=True), value) for value in NUMBERS),
        *((Whole(1, 99), value) for value in NUMBERS),
    ],
)
def test_a_value_is_taken_when_its_schema_says_so(kind, value):
    schema = validator_for(published(kind), validate_formats=True)
    assert schema.is_valid(value) == takes(kind, value), published(kind)


def test_a_moment_may_be_a_day_or_a_time():
    """No format says so: what days there are, the calendar knows."""
    schema = validator_for(published(When()))
    for text in (*DAYS, *TIMES):
        assert schema.is_valid(text) or not takes(When(), text), text
    assert schema.is_valid("2026-01-05")
    assert not schema.is_valid("2026-01-05T12:00:00")


READ = {"If-Match": expected_version, "X-Read-After": read_after, "Last-Event-ID": last_event}
HEADERS = [
    ("If-Match", ('"3"', '"3.0f"', "*", "3", '"x"', '""', f'"{"9" * 16}"', '"3.0G"', '"3", "4"')),
    ("X-Read-After", ("customer:1", "customer:1, gateway:2", "customer:x", "analytics:1", ",",
                      ",".join(["customer:1"] * 10), ",".join(["customer:1"] * 11))),
    ("Last-Event-ID", ("", "1", "9" * 12, "9" * 13, "x")),
]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "value"), [(name, value) for name, values in HEADERS for value in values]
)
def test_a_header_is_taken_when_its_schema_says_so(name, value):
    schemas = {
        told["name"]: told["schema"]
        for path in document(ROUTES)["paths"].values()
        for operation in path.values()
        for told in operation["parameters"]
        if told["in"] == "header"
    }
    try:
        READ[name]({name: value})
    except Invalid:
        assert not validator_for(schemas[name]).is_valid(value)
    else:
        assert validator_for(schemas[name]).is_valid(value)

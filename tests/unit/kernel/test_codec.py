"""Events to JSON and back: exact, readable for ever, tolerant of what newer versions add."""

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Annotated

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.codec import Codec, UnknownEvent


@dataclass(frozen=True)
class Money:
    amount: str
    currency: str


@dataclass(frozen=True)
class Sold:
    id: str
    at: datetime
    price: Money
    phones: Annotated[tuple[str, ...], "personal"] = ()
    parts: tuple[Money, ...] = ()
    due: date | None = None
    tip: Money | None = None
    count: int = 1


@dataclass(frozen=True)
class Closed:
    id: str
    closed_at: datetime
    because: str = "unknown"


NOON = datetime(2026, 1, 5, 4, tzinfo=UTC)
CODEC = Codec(Sold | Closed)
times = st.datetimes(timezones=st.just(UTC), min_value=datetime(1900, 1, 1))
money = st.builds(Money, st.from_regex(r"[0-9]{1,9}\.[0-9]{2}", fullmatch=True), st.just("CNY"))
sales = st.builds(
    Sold,
    id=st.text(),
    at=times,
    price=money,
    phones=st.lists(st.text()).map(tuple),
    parts=st.lists(money).map(tuple),
    due=st.none() | st.dates(),
    tip=st.none() | money,
    count=st.integers(-(2**53), 2**53),
)


@given(sales)
def test_what_is_read_is_what_was_written(event):
    type_, version, data = CODEC.dump(event)

    assert CODEC.load(type_, version, json.loads(json.dumps(data))) == event


def test_data_is_plain_json_with_times_in_utc():
    shanghai = timezone(timedelta(hours=8))
    event = Sold("1", datetime(2026, 1, 5, 12, tzinfo=shanghai), Money("9.50", "CNY"))

    assert CODEC.dump(event) == (
        "Sold",
        1,
        {
            "id": "1",
            "at": "2026-01-05T04:00:00Z",
            "price": {"amount": "9.50", "currency": "CNY"},
            "phones": [],
            "parts": [],
            "due": None,
            "tip": None,
            "count": 1,
        },
    )


def test_a_field_added_later_has_its_default_in_old_events():
    old = {"id": "1", "at": "2026-01-05T04:00:00Z", "price": {"amount": "1", "currency": "CNY"}}

    assert CODEC.load("Sold", 1, old) == Sold("1", NOON, Money("1", "CNY"))


def test_a_field_from_a_newer_version_is_left_out():
    newer = {"id": "1", "closed_at": "2026-01-05T04:00:00Z", "because": "x", "colour": "red"}

    assert CODEC.load("Closed", 1, newer) == Closed("1", NOON, "x")


def test_a_field_without_default_that_is_missing_is_an_error_that_names_it():
    with pytest.raises(ValueError, match="Closed lacks closed_at"):
        CODEC.load("Closed", 1, {"id": "1"})


def test_old_data_is_upcast_step_by_step():
    codec = Codec(
        Closed,
        {
            ("Closed", 1): lambda data: data | {"at": data["time"]},
            ("Closed", 2): lambda data: {"id": data["id"], "closed_at": data["at"]},
        },
    )

    assert codec.dump(Closed("1", NOON))[1] == 3
    assert codec.load("Closed", 1, {"id": "1", "time": "2026-01-05T04:00:00Z"}) == Closed("1", NOON)
    assert codec.load("Closed", 2, {"id": "1", "at": "2026-01-05T04:00:00Z"}) == Closed("1", NOON)


@pytest.mark.parametrize(("type_", "version"), [("Bought", 1), ("Sold", 2)])
def test_what_this_program_cannot_know_is_said_by_name(type_, version):
    with pytest.raises(UnknownEvent, match=rf"{type_}\.v{version}"):
        CODEC.load(type_, version, {})


def test_a_time_without_zone_is_never_stored():
    with pytest.raises(ValueError, match="time zone"):
        CODEC.dump(Closed("1", datetime(2026, 1, 5)))


def test_a_field_type_that_json_has_not_is_a_defect_found_at_start():
    @dataclass(frozen=True)
    class Odd:
        raw: bytes

    with pytest.raises(TypeError, match="bytes"):
        Codec(Odd)

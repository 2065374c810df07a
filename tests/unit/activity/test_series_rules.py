"""Rules of series name the days that another library finds, and read as they are written."""

from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise, takewhile

from dateutil.rrule import rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st

from services.activity.moments import when
from services.activity.recurrence import days, parse

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
NUMBERED = st.tuples(st.sampled_from([-2, -1, 1, 2, 3]), st.sampled_from(DAYS))


def lists(of, most=3):
    return st.lists(of, min_size=1, max_size=most, unique=True)


def joined(values):
    return ",".join(map(str, values))


@st.composite
def rules(draw):
    freq = draw(st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]))
    parts = [f"FREQ={freq}"]
    parts += draw(st.sampled_from([[], ["INTERVAL=2"], ["INTERVAL=5"]]))
    plain = lists(st.sampled_from(DAYS)).map(joined)
    numbered = lists(NUMBERED.map(lambda one: f"{one[0]}{one[1]}")).map(joined)
    by_day = plain | numbered if freq in ("MONTHLY", "YEARLY") else plain
    found = {
        "BYDAY": draw(st.none() | by_day),
        "BYMONTHDAY": draw(st.none() | lists(st.sampled_from([-2, -1, 1, 15, 29, 31])).map(joined))
        if freq != "WEEKLY" else None,
        "BYMONTH": draw(st.none() | lists(st.integers(1, 12)).map(joined)),
        "WKST": draw(st.sampled_from([None, "SU"])),
    }  # fmt: skip
    parts += [f"{name}={value}" for name, value in found.items() if value]
    # Of the first week the other library counts only what lies behind the beginning.
    numbering = freq != "WEEKLY" and (found["BYDAY"] or found["BYMONTHDAY"])
    if numbering and draw(st.booleans()):
        parts.append(f"BYSETPOS={joined(draw(lists(st.sampled_from([-2, -1, 1, 2, 3]))))}")
    return ";".join([*parts, *draw(st.sampled_from([[], ["COUNT=4"]]))])


FIRST = st.datetimes(datetime(2028, 1, 1), datetime(2033, 1, 1)).map(
    lambda at: at.replace(hour=9, minute=0, second=0, microsecond=0)
)


@settings(max_examples=60, deadline=None)
@given(rules(), FIRST)
def test_days_are_those_that_another_library_finds(text, first):
    """The other one looks until the year 9999 for what never comes: only what does is asked."""
    horizon = first.replace(year=first.year + 2, day=min(first.day, 28))
    rule = parse(text, UTC)
    endless = replace(rule, count=None)
    if not any(
        day > horizon.date()
        for day in days(endless, first.date(), horizon.date().replace(year=first.year + 5))
    ):
        return

    found = days(rule, first.date(), horizon.date())

    theirs = takewhile(lambda at: at <= horizon, rrulestr(text, dtstart=first))
    assert found == [at.date() for at in theirs]


@settings(max_examples=30, deadline=None)
@given(rules(), FIRST)
def test_a_rule_that_is_accepted_reads_the_same_when_it_is_written(text, first):
    starts_at = first.replace(tzinfo=UTC)
    found = days(parse(text, UTC), first.date(), first.replace(year=first.year + 2, day=1).date())
    if not found or "COUNT" in text:
        return
    begins = starts_at.replace(year=found[0].year, month=found[0].month, day=found[0].day)
    try:
        made = when(begins, begins.replace(hour=10), "UTC", rule=text)
    except Exception:
        return
    again = when(begins, begins.replace(hour=10), "UTC", rule=made.rule)
    assert again == made
    assert all(one < other for one, other in pairwise(made.starts))

"""A calendar as it is written is what a client's library reads, to the second."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import icalendar
import pytest
import recurring_ical_events
from hypothesis import example, given, settings
from hypothesis import strategies as st

from gateway.asked import Asked
from gateway.feeds import Calendar
from gateway.icalendar_feed import calendar, etag
from gateway.icalendar_text import folded
from kernel.context import Context
from kernel.testing import project
from services.activity import moments
from services.activity.events import AppointmentBooked, OccurrenceCancelled, OccurrenceMoved
from services.analytics.appointment_shown import fed, whole
from services.analytics.appointments import APPOINTMENTS

HOUR = timedelta(hours=1)
NOON = datetime(2026, 1, 5, 4, tzinfo=UTC)


def item(starts_at, ends_at=None, zone="Asia/Shanghai", rule="", all_day=False, without=(), **said):
    """As the read model tells it of an appointment that was booked, moved and so on."""
    happened = said.pop("happened", ())
    when = moments.when(starts_at, ends_at or starts_at + HOUR, zone, all_day, rule, without)
    told = {
        "appointment_id": "a1", "customer_id": None, "kind": "appointment", "title": "Tea",
        "note": "", "place": "", "private": False, "busy": True, "organiser": "ann",
        "attendees": (), "rooms": (), "remind_minutes": None, "uid": None, "by": "ann", "at": NOON,
    } | said  # fmt: skip
    booked = AppointmentBooked(**told, **vars(when))
    row = project(APPOINTMENTS, booked, *happened)["a1"]
    return whole(row) | {"fed": fed(row)}


def feed(*items):
    return {"person": "ann", "name": "phone", "items": [one["fed"] for one in items]}


def read(*items):
    return icalendar.Calendar.from_ical(calendar(feed(*items)))


def shown(*items):
    """What a client shows: the beginning and end of each occurrence, in UTC."""
    found = recurring_ical_events.of(read(*items)).between((2025, 1, 1), (2036, 1, 1))
    return sorted((one["DTSTART"].dt, one["DTEND"].dt) for one in found)


def told(made):
    every = made["occurrences"]
    return sorted(
        (datetime.fromisoformat(one["starts_at"]), datetime.fromisoformat(one["ends_at"]))
        for one in every
    )


def test_every_field_is_read_back_as_it_was():
    made = item(
        NOON, title="茶; tasting, \\ \"new\"", note="a\nb, c;" + "长" * 60, place="杭州, 3楼",
        attendees=("bob;x",), kind="call", private=True, busy=False, remind_minutes=15,
        uid="x,1@example.com",
    )  # fmt: skip
    [event] = read(made).walk("VEVENT")

    assert (event["SUMMARY"], event["DESCRIPTION"]) == (made["title"], made["note"])
    assert (event["LOCATION"], event["UID"]) == ("杭州, 3楼", "x,1@example.com")
    assert (event["CLASS"], event["TRANSP"], event["SEQUENCE"]) == ("PRIVATE", "TRANSPARENT", 0)
    assert event["DTSTART"].dt == NOON
    assert event["DTSTART"].params["TZID"] == "Asia/Shanghai"
    assert [one.params["PARTSTAT"] for one in event["ATTENDEE"]] == ["ACCEPTED", "NEEDS-ACTION"]
    assert event["ATTENDEE"][1].params["CN"] == "bob;x"
    [alarm] = event.walk("VALARM")
    assert alarm["TRIGGER"].dt == -timedelta(minutes=15)


def test_a_series_is_shown_by_a_client_as_we_show_it():
    first = datetime(2030, 3, 25, 8, tzinfo=UTC)
    moved = OccurrenceMoved(
        "a1", datetime(2030, 4, 8, 7, tzinfo=UTC), first, first + 2 * HOUR, "ann", NOON
    )
    off = OccurrenceCancelled("a1", datetime(2030, 4, 15, 7, tzinfo=UTC), "", "ann", NOON)
    made = item(
        first + timedelta(days=-14), zone="Europe/Berlin", rule="FREQ=WEEKLY;COUNT=8",
        without=[datetime(2030, 4, 1, 7, tzinfo=UTC)], happened=(moved, off),
    )  # fmt: skip

    assert len(made["occurrences"]) == 6
    assert shown(made) == told(made)
    assert {event["UID"] for event in read(made).walk("VEVENT")} == {"a1@guanxi"}


def test_of_a_series_a_program_is_told_the_rule_and_what_is_not_where_it_has_it():
    daily = item(NOON, rule="FREQ=DAILY;COUNT=700")
    assert (daily["fed"]["occurrences"], len(daily["occurrences"])) == ([], 700)
    assert daily["fed"]["until"] == daily["occurrences"][-1]["ends_at"]
    moved = OccurrenceMoved("a1", NOON, NOON + HOUR, NOON + 2 * HOUR, "ann", NOON)
    found = item(NOON, rule="FREQ=DAILY;COUNT=700", happened=(moved,))["fed"]["occurrences"]
    assert [one["id"] for one in found] == ["20260105T040000Z"]


def test_whole_days_are_days():
    fair = datetime(2030, 3, 29, 23, tzinfo=UTC)
    made = item(
        fair, fair + timedelta(days=2) - HOUR, "Europe/Berlin", "FREQ=WEEKLY;COUNT=2", all_day=True
    )

    assert shown(made) == [
        (date(2030, 3, 30), date(2030, 4, 1)), (date(2030, 4, 6), date(2030, 4, 8)),
    ]  # fmt: skip


ZONES = st.sampled_from(
    ["Asia/Shanghai", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "UTC"]
)
RULES = st.sampled_from([
    "", "FREQ=DAILY;COUNT=200", "FREQ=WEEKLY;INTERVAL=2", "FREQ=MONTHLY", "FREQ=YEARLY",
    "FREQ=MONTHLY;BYMONTHDAY=-1;COUNT=1",
])  # fmt: skip


@settings(max_examples=25, deadline=None)
@given(
    st.datetimes(datetime(2028, 1, 1), datetime(2031, 1, 1)).map(
        lambda at: at.replace(second=0, microsecond=0)
    ),
    ZONES,
    RULES,
)
@example(datetime(2028, 1, 1, 1), "Europe/Berlin", "FREQ=DAILY;COUNT=200")
@example(datetime(2028, 4, 1, 2), "Australia/Lord_Howe", "FREQ=DAILY;COUNT=200")
def test_any_series_in_any_zone_is_shown_as_we_show_it(wall, zone, rule):
    starts_at = moments.instant(wall, ZoneInfo(zone))
    try:
        made = item(starts_at, zone=zone, rule=rule)
    except Exception:
        return  # the beginning is no day of the rule
    # The library reads a wall time that occurs twice, never or across a change in ways of its own.
    odd = {at for at in told(made) if any(clocks_change(one, zone) for one in at)}
    assert {one for one in shown(made) if one not in odd} >= set(told(made)) - odd
    assert len(shown(made)) == len(told(made))


def clocks_change(at, zone):
    """Within three hours of it."""
    around = (at - 3 * HOUR, at + 3 * HOUR)
    return len({one.astimezone(ZoneInfo(zone)).utcoffset() for one in around}) > 1


def test_lines_are_folded_between_characters():
    line = "SUMMARY:" + "茶" * 100
    assert all(len(piece.encode()) <= 75 for piece in folded(line).split("\r\n"))
    assert folded(line).replace("\r\n ", "") == line


@pytest.mark.parametrize(("sent", "status"), [("", 200), ('"x"', 200), ("MARK", 304),
                                             ('"x", W/MARK', 304)])  # fmt: skip
def test_who_has_it_already_is_sent_nothing(sent, status):
    made = feed(item(NOON))
    answered = Calendar().respond(Asked(Context(), known=sent.replace("MARK", etag(made))), made)

    assert answered.status_code == status
    assert bool(answered.data) == (status == 200)
    assert answered.headers["ETag"] == etag(made)


def test_the_mark_changes_with_what_is_in_it():
    off = OccurrenceCancelled("a1", NOON, "", "ann", NOON)
    assert etag(feed(item(NOON))) != etag(feed(item(NOON, happened=(off,))))
    assert etag(feed(item(NOON))) != etag(feed())

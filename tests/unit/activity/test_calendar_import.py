"""A calendar of another program: each event is brought in once, or says why it is not."""

from datetime import UTC, datetime

import pytest

from gateway.icalendar_reading import events
from kernel import Invalid
from services.activity.events import AppointmentBooked, AppointmentCancelled, OccurrenceMoved
from tests.unit.activity.company import Company
from tests.unit.people import ANN, BOB

SHANGHAI = "Asia/Shanghai"
SERIES = """
BEGIN:VEVENT
UID:series@example.com
DTSTART;TZID=Europe/Berlin:20300325T090000
DURATION:PT1H
RRULE:FREQ=WEEKLY;COUNT=5
EXDATE;TZID=Europe/Berlin:20300401T090000
SUMMARY:品茶\\, new
DESCRIPTION:a\\nb
CLASS:PRIVATE
END:VEVENT
BEGIN:VEVENT
UID:series@example.com
RECURRENCE-ID;TZID=Europe/Berlin:20300408T090000
DTSTART;TZID=Europe/Berlin:20300409T100000
DTEND;TZID=Europe/Berlin:20300409T110000
SUMMARY:品茶
END:VEVENT
BEGIN:VEVENT
UID:series@example.com
RECURRENCE-ID;TZID=Europe/Berlin:20300415T090000
DTSTART;TZID=Europe/Berlin:20300415T090000
STATUS:CANCELLED
END:VEVENT"""
DAY = """
BEGIN:VEVENT
UID:day@example.com
DTSTART;VALUE=DATE:20300501
SUMMARY:劳动节
TRANSP:TRANSPARENT
END:VEVENT"""
BROKEN = """
BEGIN:VEVENT
UID:broken@example.com
DTSTART:tomorrow
SUMMARY:x
END:VEVENT"""
HOURLY = """
BEGIN:VEVENT
UID:hourly@example.com
DTSTART:20300601T090000Z
DTEND:20300601T093000Z
RRULE:FREQ=HOURLY
SUMMARY:x
END:VEVENT"""


def file(*components):
    text = "BEGIN:VCALENDAR\nVERSION:2.0" + "".join(components) + "\nEND:VCALENDAR\n"
    return text.replace("\n", "\r\n").encode()


@pytest.fixture
def company():
    return Company()


def brought(company, *components, asker=ANN, **how):
    items = events(file(*components), SHANGHAI)
    return company.desk(asker).import_appointments(items=items, **how)["items"]


def test_a_series_comes_with_what_was_left_out_and_moved(company):
    [row] = brought(company, SERIES)

    [booked] = company.events(AppointmentBooked)
    assert (row["ok"], row["outcome"], row["uid"]) == (True, "added", "series@example.com")
    assert (booked.title, booked.note, booked.private) == ("品茶, new", "a\nb", True)
    assert (booked.zone, booked.uid) == ("Europe/Berlin", "series@example.com")
    assert [f"{at:%m-%dT%H}" for at in booked.starts] == ["03-25T08", "04-08T07", "04-22T07"]
    [moved] = company.events(OccurrenceMoved)
    assert moved.starts_at == datetime(2030, 4, 9, 8, tzinfo=UTC)


def test_brought_again_it_is_there_once_and_of_each_person(company):
    brought(company, SERIES)
    [again] = brought(company, SERIES)
    [bobs] = brought(company, SERIES, asker=BOB)

    assert (again["outcome"], bobs["outcome"]) == ("known", "added")
    assert len(company.events(AppointmentBooked)) == 2
    [changed] = brought(company, SERIES.replace("品茶\\, new", "Tea"))
    assert changed["version"] > again["version"]


def test_a_day_is_a_day_where_the_reader_is(company):
    brought(company, DAY)
    [booked] = company.events(AppointmentBooked)
    assert (booked.all_day, booked.busy) == (True, False)
    assert booked.starts_at == datetime(2030, 4, 30, 16, tzinfo=UTC)


def test_what_cannot_be_taken_says_why_and_the_others_are(company):
    rows = brought(company, DAY, BROKEN, HOURLY)

    told = {row["uid"]: row for row in rows}
    assert told["day@example.com"]["ok"]
    assert told["broken@example.com"]["problem"]["slug"] == "unreadable-event"
    assert told["hourly@example.com"]["problem"]["fields"]["errors"][0]["field"] == "rule"
    assert len(company.events(AppointmentBooked)) == 1


def test_what_meets_another_appointment_is_refused(company):
    brought(company, SERIES)
    [row] = brought(company, SERIES.replace("series@", "other@"))
    assert row["problem"]["slug"] == "appointment-conflict"


def test_what_is_cancelled_there_is_cancelled_here(company):
    brought(company, DAY)
    [row] = brought(company, DAY.replace("SUMMARY", "STATUS:CANCELLED\nSUMMARY"))
    assert row["outcome"] == "cancelled"
    assert len(company.events(AppointmentCancelled)) == 1


@pytest.mark.parametrize(
    "content", [b"", b"hello", b"\xff", b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\n"]
)
def test_what_is_no_whole_calendar_is_refused(content):
    with pytest.raises(Invalid) as caught:
        events(content, SHANGHAI)
    assert caught.value.fields["errors"][0]["field"] == "file"


def test_too_many_events_are_refused():
    many = [DAY.replace("day@", f"day{n}@") for n in range(501)]
    with pytest.raises(Invalid):
        events(file(*many), SHANGHAI)

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


INDIA = """
BEGIN:VTIMEZONE
TZID:India
BEGIN:STANDARD
DTSTART:19700101T000000
TZOFFSETFROM:+0530
TZOFFSETTO:+0530
END:STANDARD
END:VTIMEZONE"""
DAILY = """
BEGIN:VEVENT
UID:daily@example.com
DTSTART:20300325T090000
DURATION:PT1H
RRULE:FREQ=DAILY;COUNT=2
END:VEVENT"""
TAKEN = """
BEGIN:VEVENT
UID:taken@example.com
DTSTART;TZID=Europe/Berlin:20300409T103000
DURATION:PT1H
END:VEVENT"""
SWAPPED = """
BEGIN:VEVENT
UID:s@example.com
DTSTART:20300325T090000Z
DURATION:PT1H
RRULE:FREQ=DAILY;COUNT=2
END:VEVENT
BEGIN:VEVENT
UID:s@example.com
RECURRENCE-ID:20300325T090000Z
DTSTART:20300326T090000Z
DURATION:PT1H
END:VEVENT
BEGIN:VEVENT
UID:s@example.com
RECURRENCE-ID:20300326T090000Z
DTSTART:20300325T090000Z
DURATION:PT1H
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


def test_a_series_that_does_not_fit_with_what_is_moved_is_not_there_at_all(company):
    brought(company, TAKEN)
    before = company.head()
    [row] = brought(company, SERIES)
    assert row["problem"]["slug"] == "appointment-conflict"
    assert company.head() == before


def test_occurrences_may_change_places(company):
    [row] = brought(company, SWAPPED)
    assert row["ok"]
    assert len(company.events(OccurrenceMoved)) == 2


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


def test_what_would_be_lost_is_refused_and_not_left_out(company):
    start = "DTSTART;TZID=Europe/Berlin:20300325T090000"
    lossy = {
        "RDATE": SERIES.replace("EXDATE;TZID=Europe/Berlin:20300401", "RDATE:20300401", 1),
        "Made/Up": SERIES.replace(start, "DTSTART;TZID=Made/Up:20300325T090000", 1),
        "India": INDIA + SERIES.replace(start, "DTSTART;TZID=India:20300325T090000", 1),
        "not in the file": SERIES.replace("RRULE", "RECURRENCE-ID:20300325T090000Z\nX-RULE", 1),
    }
    for why, component in lossy.items():
        [row] = brought(company, component)
        assert (row["ok"], why in row["problem"]["detail"]) == (False, True), (why, row)
    assert company.head() == 0


def test_a_zone_of_its_own_is_the_readers_when_their_clocks_agree(company):
    china = INDIA.replace("+0530", "+0800").replace("India", "China")
    [row] = brought(company, china + DAILY.replace("DTSTART:", "DTSTART;TZID=China:"))
    assert row["ok"], row
    assert company.events(AppointmentBooked)[0].zone == SHANGHAI


def test_a_text_that_is_cut_is_told_of():
    [item] = events(file(DAY.replace("劳动节", "x" * 1_000_000)), SHANGHAI)
    assert item["warnings"] == ["SUMMARY has 1000000 characters: the first 200 were kept"]
    assert events(file(DAY), SHANGHAI)[0]["warnings"] == []


@pytest.mark.parametrize(
    "uid", ["", "UID:\n", "UID: \n", "UID:" + "x" * 256 + "\n", "UID:a\u202eb\n"]
)
def test_an_event_without_an_id_keeps_no_other_from_being_taken(company, uid):
    nameless = DAY.replace("UID:day@example.com\n", uid)
    rows = brought(company, nameless, DAY, nameless)
    assert [row["ok"] for row in rows] == [False, True, False]
    assert "event 3 has no UID" in rows[2]["problem"]["detail"]


def test_a_broken_line_is_told_of_with_what_is_wrong():
    with pytest.raises(Invalid) as caught:
        events(file(INDIA.replace("+0530", "+9900"), DAY), SHANGHAI)
    assert "+9900" in caught.value.fields["errors"][0]["message"]


def test_parts_within_parts_are_refused_before_anything_is_built():
    with pytest.raises(Invalid) as caught:
        events(b"BEGIN:VCALENDAR\r\n" * 50_000, SHANGHAI)
    assert "too deep" in caught.value.fields["errors"][0]["message"]


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

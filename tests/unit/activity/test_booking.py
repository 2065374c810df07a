"""What booking an appointment writes, refuses and frees, over a log in memory."""

from dataclasses import replace

import pytest

from gateway.events import PersonAdded, PersonDeactivated
from kernel import Forbidden, Invalid, NotFound, Rejected
from services.activity.events import (
    AppointmentBooked,
    TimeFreed,
    TimeTaken,
)
from tests.unit.activity.company import Company
from tests.unit.activity.examples import NOON
from tests.unit.people import ANN, BOB, MAY

TEN = {"starts_at": "2030-01-07T10:00:00+08:00", "ends_at": "2030-01-07T11:00:00+08:00"}
HALF_PAST = {"starts_at": "2030-01-07T10:30:00+08:00", "ends_at": "2030-01-07T11:30:00+08:00"}
ELEVEN = {"starts_at": "2030-01-07T11:00:00+08:00", "ends_at": "2030-01-07T12:00:00+08:00"}
MEETING = {"title": "Tea tasting"} | TEN
CY = replace(BOB, actor="cy")


@pytest.fixture
def company():
    return Company()


def conflicts(caught):
    return caught.value.fields["conflicts"]


def test_an_appointment_takes_the_time_of_all_who_attend_in_one_commit(company):
    room = company.room()
    answer = company.desk(ANN).book_appointment(
        **MEETING, attendees=["bob"], rooms=[room], customer_id="c1"
    )

    [booked] = company.events(AppointmentBooked)
    assert answer["id"] == booked.appointment_id
    assert (booked.organiser, booked.attendees, booked.busy) == ("ann", ("bob",), True)
    assert [taken.holder for taken in company.events(TimeTaken)] == ["ann", "bob", room]
    assert len(company.log.commits) == 2
    assert company.log.commits[1].entries[1].stream == "diary/2030/ann"


def test_nobody_is_at_two_places_and_the_next_begins_where_one_ends(company):
    first = company.desk(ANN).book_appointment(**MEETING, attendees=["bob"])
    before = company.head()

    with pytest.raises(Rejected, match="appointment-conflict") as caught:
        company.desk(CY).book_appointment(**MEETING | HALF_PAST, attendees=["bob", "ann"])
    assert company.head() == before
    assert [one["person"] for one in conflicts(caught)] == ["ann", "bob"]
    assert conflicts(caught)[0] == {
        "person": "ann", "masked": True,
        "starts_at": "2030-01-07T02:00:00Z", "ends_at": "2030-01-07T03:00:00Z",
    }  # fmt: skip
    assert caught.value.fields["policy"] == "hard"

    with pytest.raises(Rejected) as caught:
        company.desk(BOB).book_appointment(**MEETING, confirm=True)
    [shown] = conflicts(caught)
    assert (shown["appointment_id"], shown["title"]) == (first["id"], "Tea tasting")

    company.desk(CY).book_appointment(**MEETING | ELEVEN, attendees=["bob", "ann"])


def test_a_private_one_is_told_to_who_attends_alone(company):
    company.desk(ANN).book_appointment(**MEETING, private=True)
    with pytest.raises(Rejected) as caught:
        company.desk(MAY).book_appointment(**MEETING, attendees=["ann"])
    assert conflicts(caught)[0]["masked"]

    company.desk(BOB).book_appointment(**MEETING)
    with pytest.raises(Rejected) as caught:
        company.desk(MAY).book_appointment(**MEETING, attendees=["bob"])
    assert conflicts(caught)[0]["title"] == "Tea tasting"


def test_under_a_soft_policy_who_confirms_books_anyway(company):
    company.desk(MAY).set_conflict_policy(people="soft", rooms="hard")
    room = company.room()
    company.desk(ANN).book_appointment(**MEETING, rooms=[room])

    with pytest.raises(Rejected) as caught:
        company.desk(ANN).book_appointment(**MEETING | HALF_PAST)
    assert caught.value.fields["policy"] == "soft"
    company.desk(ANN).book_appointment(**MEETING | HALF_PAST, confirm=True)

    with pytest.raises(Rejected) as caught:
        company.desk(BOB).book_appointment(**MEETING, rooms=[room], confirm=True)
    assert caught.value.fields["policy"] == "hard"
    with pytest.raises(Forbidden):
        company.desk(ANN).set_conflict_policy(people="hard", rooms="hard")


def test_a_memo_takes_no_time_and_a_free_appointment_neither(company):
    company.desk(ANN).book_appointment(**MEETING)
    company.desk(ANN).book_appointment(**MEETING, kind="memo")
    company.desk(ANN).book_appointment(**MEETING, busy=False)

    assert len(company.events(TimeTaken)) == 1


def test_a_cancelled_appointment_frees_its_time(company):
    room = company.room()
    id = company.desk(ANN).book_appointment(**MEETING, attendees=["bob"], rooms=[room])["id"]
    company.desk(ANN).cancel_appointment(id, reason="ill")

    assert {freed.holder for freed in company.events(TimeFreed)} == {"ann", "bob", room}
    company.desk(BOB).book_appointment(**MEETING, rooms=[room])
    assert company.desk(ANN).cancel_appointment(id)["version"] == 2  # it was so already
    with pytest.raises(Rejected, match="appointment-cancelled"):
        company.desk(ANN).amend_appointment(id, {"title": "again"})


def test_who_declines_is_free_again_and_who_accepts_after_all_must_be(company):
    id = company.desk(ANN).book_appointment(**MEETING, attendees=["bob"])["id"]
    company.desk(BOB).answer_invitation(id, "declined")
    other = company.desk(BOB).book_appointment(**MEETING)["id"]

    with pytest.raises(Rejected, match="appointment-conflict"):
        company.desk(BOB).answer_invitation(id, "accepted")
    company.desk(BOB).cancel_appointment(other)
    company.desk(BOB).answer_invitation(id, "accepted")
    with pytest.raises(Rejected, match="appointment-conflict"):
        company.desk(BOB).book_appointment(**MEETING)


def test_moving_an_appointment_frees_what_it_leaves(company):
    id = company.desk(ANN).book_appointment(**MEETING, attendees=["bob"])["id"]
    company.desk(ANN).amend_appointment(id, {"starts_at": "2030-01-07T11:00:00+08:00"})

    company.desk(BOB).book_appointment(**MEETING)
    with pytest.raises(Rejected, match="appointment-conflict"):
        company.desk(BOB).book_appointment(**MEETING | ELEVEN)
    with pytest.raises(Rejected, match="appointment-conflict"):
        company.desk(ANN).amend_appointment(id, {"starts_at": "2030-01-07T09:30:00+08:00"})


def test_new_year_is_of_both_years(company):
    eve = {"starts_at": "2029-12-31T22:00:00Z", "ends_at": "2030-01-01T02:00:00Z"}
    id = company.desk(ANN).book_appointment(**MEETING | eve)["id"]
    assert [entry.stream for entry in company.log.commits[-1].entries[1:]] == [
        "diary/2029/ann", "diary/2030/ann",
    ]  # fmt: skip

    late = {"starts_at": "2030-01-01T01:00:00Z", "ends_at": "2030-01-01T03:00:00Z"}
    with pytest.raises(Rejected) as caught:
        company.desk(ANN).book_appointment(**MEETING | late)
    assert len(conflicts(caught)) == 1
    company.desk(ANN).amend_appointment(id, {"ends_at": "2029-12-31T23:00:00Z"})
    company.desk(ANN).book_appointment(**MEETING | late)


def test_the_same_command_again_answers_the_same_whatever_has_happened_since(company):
    first = company.desk(ANN, "one").book_appointment(**MEETING, attendees=["bob"])
    company.people.hear(
        PersonAdded("bob", "Bob", "sales", "own", None, "root", NOON),
        PersonDeactivated("bob", "left", "root", NOON),
    )
    assert company.desk(ANN, "one").book_appointment(**MEETING, attendees=["bob"]) == first
    assert len(company.events(AppointmentBooked)) == 1


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"ends_at": TEN["starts_at"]}, "ends_at"),
        ({"ends_at": "2030-01-07T09:00:00+08:00"}, "ends_at"),
        ({"ends_at": "2030-03-07T09:00:00+08:00"}, "ends_at"),
        ({"starts_at": "tomorrow"}, "starts_at"),
        ({"starts_at": None}, "starts_at"),
        ({"title": " "}, "title"),
        ({"title": None}, "title"),
        ({"kind": "feast"}, "kind"),
        ({"zone": "Mars/Olympus"}, "zone"),
        ({"zone": "../etc"}, "zone"),
        ({"zone": 7}, "zone"),
        *(({"zone": zone}, "zone") for zone in ("localtime", "Factory", "posix/Asia/Shanghai")),
        ({"zone": "right/Asia/Shanghai"}, "zone"),
        ({"all_day": True}, "starts_at"),
        ({"attendees": [f"p{n}" for n in range(51)]}, "attendees"),
        ({"attendees": [f"p{n}" for n in range(50)]}, "attendees"),
        ({"attendees": "bob"}, "attendees"),
        ({"attendees": [" bob"]}, "attendees.0"),
        ({"rooms": ["nowhere"]}, "rooms.0"),
        ({"rooms": ["a/b"]}, "rooms.0"),
        ({"rooms": ["1", "2", "3", "4", "5", "6"]}, "rooms"),
        ({"remind_minutes": -1}, "remind_minutes"),
        ({"note": 7}, "note"),
        ({"private": "yes"}, "private"),
        ({"rule": "FREQ=HOURLY"}, "rule"),
        ({"rule": "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"}, "rule"),
        ({"rule": "FREQ=WEEKLY;BYDAY=TU"}, "starts_at"),
        ({"rule": "FREQ=WEEKLY;UNTIL=20350101"}, "rule"),
        ({"rule": "FREQ=YEARLY;COUNT=9"}, "rule"),
        ({"rule": "FREQ=DAILY;COUNT=3", "ends_at": "2030-01-08T12:00:00+08:00"}, "rule"),
        ({"rule": "FREQ=DAILY;COUNT=3", "except": ["2030-01-08T11:00:00+08:00"]}, "except"),
        ({"rule": "FREQ=DAILY", "attendees": [f"p{n}" for n in range(9)]}, "attendees"),
    ],
)
def test_a_wrong_field_is_named_and_nothing_is_written(company, given, field):
    with pytest.raises(Invalid) as caught:
        company.desk(ANN).book_appointment(**MEETING | given)
    assert [error["field"] for error in caught.value.fields["errors"]] == [field]
    assert company.head() == 0


def test_a_room_is_booked_while_it_is_open_and_large_enough(company):
    room = company.room(seats=2)
    with pytest.raises(Invalid):
        company.desk(ANN).book_appointment(**MEETING, rooms=[room], attendees=["bob", "cy"])
    id = company.desk(ANN).book_appointment(**MEETING, rooms=[room], attendees=["bob"])["id"]
    company.desk(MAY).close_room(room)
    with pytest.raises(Invalid):
        company.desk(ANN).book_appointment(**MEETING | ELEVEN, rooms=[room])
    company.desk(ANN).amend_appointment(id, {"note": "bring cups"})  # it stays booked
    company.desk(MAY).reopen_room(room)
    company.desk(ANN).book_appointment(**MEETING | ELEVEN, rooms=[room])


def test_it_concerns_only_a_customer_that_one_works_on(company):
    with pytest.raises(NotFound):
        company.desk(BOB).book_appointment(**MEETING, customer_id="c1")
    assert company.head() == 0

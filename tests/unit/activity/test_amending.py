"""Follow-ups that name something and are amended, and their promises, by the service."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from kernel import Invalid, NotFound
from kernel.change import change
from kernel.refusal import Stale
from services.activity import contact
from services.activity.contact import CONTACT
from services.activity.events import (
    FollowUpAmended,
    VisitMade,
    VisitReopened,
)
from services.customer.events import ContactAdded, ContactRemoved
from services.weeks import week_of
from tests.unit.activity.diary import Diary, day, inside
from tests.unit.activity.examples import ANNS, NOON
from tests.unit.activity.examples import CALL as CALLED
from tests.unit.people import ANN, BOB, MAY
from tests.unit.pipeline.examples import OPENED

CALL = {"channel": "phone", "outcome": "interested"}
LI = ContactAdded(name="李雷", customer_id="c1", contact_id="k1", by="ann", at=NOON)


@pytest.fixture
def diary():
    made = Diary()
    made.owners.hear(LI, OPENED, replace(OPENED, opportunity_id="o2", customer_id="c2"))
    return made


def errors(refusal):
    return [error["field"] for error in refusal.value.fields["errors"]]


def test_everything_that_was_said_is_in_the_event(diary):
    said = {"needs": "a box", "discussed": "price", "market_info": "rivals"}
    names = {"contacts": ["k1", "k1"], "opportunity_id": "o1"}
    diary.desk(ANN).log_follow_up("c1", **CALL | said | names)
    made = diary.last()
    assert {name: getattr(made, name) for name in said} == said
    assert (made.contacts, made.opportunity_id) == (("k1",), "o1")


def test_a_deal_that_came_of_it_is_told_and_answered(diary):
    money = {"amount": "1200.00", "currency": "CNY"}
    deal = {"name": "春茶", "amount": money, "expected_close": "2026-03-01"}
    answer = diary.desk(ANN, "one").log_follow_up("c1", **CALL, new_opportunity=deal)
    made = diary.last()
    assert made.opens.opportunity_id == made.opportunity_id == answer["opportunity_id"]
    assert (made.opens.name, made.opens.amount, made.opens.currency) == ("春茶", "1200.00", "CNY")
    assert diary.desk(ANN, "one").log_follow_up("c1", **CALL, new_opportunity=deal) == answer


@pytest.mark.parametrize(
    ("named", "field"),
    [
        ({"new_opportunity": {"name": "x"}, "opportunity_id": "o1"}, "new_opportunity"),
        ({"new_opportunity": {}}, "new_opportunity.name"),
        ({"new_opportunity": {"name": "x", "amount": "12"}}, "new_opportunity.amount"),
        ({"new_opportunity": {"name": "x", "owner": "bob"}}, "new_opportunity"),
        ({"contacts": ["k1", "k2"]}, "contacts.1"),
        ({"contacts": "k1"}, "contacts"),
        ({"opportunity_id": "o2"}, "opportunity_id"),
        ({"opportunity_id": "o9"}, "opportunity_id"),
        ({"promises": [{"text": "", "due_on": day(days=1)}]}, "promises.0.text"),
        ({"promises": [{"text": "a sample"}]}, "promises.0.due_on"),
        ({"promises": [{"text": "a sample", "due_on": "soon"}]}, "promises.0.due_on"),
        ({"promises": [{"text": "a sample", "due_on": day(days=-1)}]}, "promises.0.due_on"),
        ({"promises": ["a sample"]}, "promises.0"),
        ({"promises": [{}] * 21}, "promises"),
        ({"needs": "x" * 10_001}, "needs"),
        ({"market_info": "a\0b"}, "market_info"),
    ],
)
def test_what_it_names_wrongly_is_told_and_nothing_is_written(diary, named, field):
    with pytest.raises(Invalid) as refused:
        diary.desk(ANN).log_follow_up("c1", **CALL | named)
    assert errors(refused) == [field]
    assert diary.log.head() == 0


def test_a_contact_that_was_removed_is_none(diary):
    diary.owners.hear(ContactRemoved("c1", "k1", "ann", NOON))
    with pytest.raises(Invalid):
        diary.desk(ANN).log_follow_up("c1", **CALL, contacts=["k1"])


def test_a_foreign_customer_is_not_there_whatever_is_named(diary):
    for named in ({"contacts": ["k9"]}, {"opportunity_id": "o9"}):
        with pytest.raises(NotFound):
            diary.desk(BOB).log_follow_up("c1", **CALL | named)


def test_what_was_logged_once_is_answered_again_though_what_it_names_is_gone(diary):
    named = CALL | {"contacts": ["k1"]}
    first = diary.desk(ANN, "one").log_follow_up("c1", **named)
    diary.owners.hear(ContactRemoved("c1", "k1", "ann", NOON))
    assert diary.desk(ANN, "one").log_follow_up("c1", **named) == first


def test_a_follow_up_is_amended_and_the_log_keeps_the_first(diary):
    id = diary.logged(ANN, note="a sampel")
    answer = diary.desk(ANN).amend_follow_up(id, {"note": "a sample"})

    logged, amended = diary.events()
    assert (logged.note, amended.note) == ("a sampel", "a sample")
    assert isinstance(amended, FollowUpAmended)
    assert (amended.position, amended.changed, amended.author) == (1, ("note",), "ann")
    assert (amended.contacted_at, amended.entered_at) == (logged.at, logged.entered_at)
    assert answer == {"id": id, "version": 1, "position": "activity:2"}
    assert diary.log.commits[-1].entries[0].stream == f"follow-up/{id}"


def test_an_amendment_may_be_of_what_one_has_read(diary):
    id = diary.logged(ANN)
    diary.desk(ANN).amend_follow_up(id, {"note": "one"}, expected=0)
    with pytest.raises(Stale):
        diary.desk(ANN).amend_follow_up(id, {"note": "two"}, expected=0)
    with pytest.raises(NotFound):
        diary.desk(BOB).amend_follow_up(id, {"note": "two"}, expected=0)


def test_the_itinerary_follows_a_channel_that_is_amended(diary):
    planned(diary)
    id = diary.logged(ANN, channel="visit")
    assert diary.last().follow_up_id == id
    diary.desk(ANN).amend_follow_up(id, {"channel": "phone"})
    amended, opened = diary.events()[-2:]
    assert isinstance(opened, VisitReopened)
    assert (amended.channel, opened.follow_up_id, opened.by) == ("phone", id, "ann")

    diary.desk(ANN).amend_follow_up(id, {"channel": "visit"})
    assert isinstance(diary.last(), VisitMade)
    head = diary.log.head()
    diary.desk(ANN).amend_follow_up(id, {"channel": "visit", "note": "x"})
    assert diary.log.head() == head + 1


def test_a_visit_that_was_one_already_closes_nothing_that_is_planned_later(diary):
    id = diary.logged(ANN, channel="visit")
    planned(diary)
    diary.desk(ANN).amend_follow_up(id, {"channel": "visit", "note": "x"})
    assert isinstance(diary.last(), FollowUpAmended)


def planned(diary):
    week = week_of(date.fromisoformat(day()))
    diary.desk(ANN).plan_visit(week, "c1", day(), "show the sample")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"author": "bob"}, "author"),
        ({"at": inside(days=-1)}, "at"),
        ({"promises": []}, "promises"),
        ({"outcome": None}, "outcome"),
        ({"outcome": "ok\u202e"}, "outcome"),
        ({"channel": None}, "channel"),
        ({"next_contact_at": inside(days=-1)}, "next_contact_at"),
        ({"contacts": ["k9"]}, "contacts.0"),
        ({"opportunity_id": "o2"}, "opportunity_id"),
        ("note", "changes"),
    ],
)
def test_a_wrong_amendment_is_told_and_nothing_is_written(diary, changes, field):
    id = diary.logged(ANN)
    with pytest.raises(Invalid) as refused:
        diary.desk(ANN).amend_follow_up(id, changes)
    assert errors(refused) == [field]
    assert diary.log.head() == 1


def test_a_follow_up_of_many_in_one_commit_is_found(diary):
    soon = datetime.now(UTC)
    calls = [
        change(
            CONTACT,
            id,
            contact.log,
            ANN,
            ANNS,
            f"f-{id}",
            id,
            replace(CALLED, note=id, next_contact_at=None),
            soon,
        )
        for id in ("c2", "c1")
    ]
    diary.desk(ANN).log.commit(*calls)
    diary.listen()
    diary.desk(ANN).amend_follow_up("f-c1", {"needs": "more"})
    assert (diary.last().customer_id, diary.last().note, diary.last().position) == ("c1", "c1", 2)


@pytest.mark.parametrize("id", ["nothing", "a/b", 7])
def test_what_was_never_written_is_not_there(diary, id):
    with pytest.raises(NotFound):
        diary.desk(MAY).amend_follow_up(id, {"note": "x"})
    with pytest.raises(NotFound):
        diary.desk(MAY).keep_commitment(id)

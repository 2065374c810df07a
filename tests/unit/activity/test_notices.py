"""What people are told of besides customers that wait, and when."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from kernel.testing import project, recorded, specify
from services.activity.events import (
    CommitmentKept,
    CommitmentPostponed,
    CommitmentReassigned,
    NoticeGiven,
)
from services.activity.inbox import Note
from services.activity.notice import NOTICE, give
from services.activity.notices import NOTICES
from services.activity.noticing import moment_of, note, overdue
from services.customer.events import (
    CollaboratorAdded,
    CustomersHandedOver,
    CustomerWithdrawn,
    HandoverBegun,
    HandoverEnded,
)
from tests.unit.activity.noticed import (
    BY,
    LADDER,
    LATER,
    NOON,
    assigned,
    at,
    handed,
    promised,
    row,
    rows,
    warned,
)

given = specify(NOTICE)


def test_customers_assigned_in_one_request_are_one_notice():
    found = row(assigned("c1"), assigned("c2"), source="customer")

    first = overdue(found, BY, NOON + timedelta(seconds=9))
    assert timedelta(0) < first.at - NOON <= timedelta(seconds=4)
    assert note(found, first, "bob") == Note(kind="customer-assigned", count=2, by="may")
    alone = row(assigned("c1"), source="customer")
    told = note(alone, overdue(alone, BY, NOON + LATER), "bob")
    assert (told.customer_id, told.count) == ("c1", 1)


def test_who_did_it_themselves_is_not_told():
    assert (
        rows(assigned("c1", "may", "may"), CollaboratorAdded("c1", "ann", None, "ann", NOON)) == {}
    )


def test_who_loses_a_customer_and_who_shares_one_is_told():
    events = (
        CustomerWithdrawn("c1", "may", "sold", "public", "ann", NOON),
        CollaboratorAdded("c1", "cy", None, "ann", NOON),
    )
    told = {found["kind"]: found["tell"] for found in rows(*events).values()}

    assert told == {"customer-withdrawn": [["ann", 1, "c1"]], "customer-shared": [["cy", 1, "c1"]]}


def test_warnings_of_the_same_moment_are_one_that_names_the_first_return():
    found = row(warned("c1", 7), warned("c2", 3), source="customer")
    notice = overdue(found, BY, NOON + LATER)

    assert (notice.owner, notice.to, notice.days) == ("ann", ("owner",), 3)
    assert note(found, notice, "ann").count == 2
    for_managers = row(warned("c1", 7, to="manager"), source="customer")
    assert overdue(for_managers, BY, NOON + LATER).to == ("manager",)
    assert note(for_managers, overdue(for_managers, BY, NOON + LATER), "may").customer_id == "c1"


def test_a_handover_is_told_when_it_has_ended_and_to_each_with_their_number():
    begun = HandoverBegun("h1", "ann", ("bob", "cy"), "evenly", None, "left", "may", NOON)
    batches = (
        CustomersHandedOver(
            "h1", 0, 2, (handed("c1", "bob"), handed("c2", "cy")), (), "may", NOON
        ),
        CustomersHandedOver(
            "h1", 2, 2, (handed("c3", "bob"), handed("c4", None)), (), "may", NOON
        ),
    )  # fmt: skip
    assert moment_of(row(begun, *batches, source="customer"), BY) is None
    found = row(begun, *batches, HandoverEnded("h1", "may", NOON), source="customer")
    notice = overdue(found, BY, NOON)

    assert notice.people == ("bob", "cy")
    assert note(found, notice, "bob") == Note(
        kind="customer-handed-over", about="h1", count=2, by="may"
    )


def test_a_promise_is_told_on_its_day_and_climbs_when_it_is_overdue():
    friday = date(2026, 1, 9)
    made = promised(friday)

    assert moment_of(row(made), BY) == at("2026-01-09 09:00")
    told = NoticeGiven("commitment/k1", "commitment-due", at("2026-01-09 09:00"), ("ann",), NOON)
    assert moment_of(row(made, told), BY) == at("2026-01-12 09:00")
    missed = overdue(row(made), BY, at("2026-01-14 10:00"))
    assert (missed.kind, missed.days, missed.to) == ("commitment-overdue", 3, ("owner", "manager"))


def test_a_promise_for_a_holiday_is_told_on_the_last_working_day_before():
    assert moment_of(row(promised(date(2026, 2, 17))), BY) == at("2026-02-14 09:00")
    every_day = replace(BY, rules=replace(LADDER, working_days=False))
    assert moment_of(row(promised(date(2026, 2, 17))), every_day) == at("2026-02-17 09:00")


@pytest.mark.parametrize(
    ("event", "moment"),
    [
        (CommitmentKept("k1", "c1", "ann", date(2026, 1, 9), date(2026, 1, 8), None, "ann", NOON),
         None),
        (CommitmentPostponed("k1", "c1", "ann", date(2026, 1, 15), date(2026, 1, 9), None, "ann",
                             NOON), at("2026-01-15 09:00")),
        (CommitmentReassigned("k1", "c1", None, "ann", "CustomerReleased", date(2026, 1, 9), "may",
                              NOON), None),
    ],
)  # fmt: skip
def test_what_becomes_of_a_promise_decides_whether_it_is_told(event, moment):
    assert moment_of(row(promised(date(2026, 1, 9)), event), BY) == moment


def test_a_row_ends_the_same_whichever_source_is_heard_first():
    happened = recorded(assigned("c1"), 1, source="customer", at=NOON, correlation_id="r1")
    [id] = project(NOTICES, happened)
    told = NoticeGiven(id, "customer-assigned", NOON + timedelta(seconds=4), ("bob",), NOON)
    given_first = recorded(told, 1, source="activity", at=NOON)

    assert project(NOTICES, happened, given_first) == project(NOTICES, given_first, happened)
    assert moment_of(project(NOTICES, given_first, happened)[id], BY) is None


def test_a_notice_that_was_given_is_not_given_again():
    found = overdue(row(assigned("c1"), source="customer"), BY, NOON + LATER)
    told = NoticeGiven("x", "customer-assigned", found.at, ("bob",), NOON)

    given().when(give, "x", found, ("bob",), NOON).then(told)
    given(told).when(give, "x", found, ("bob",), NOON).then()

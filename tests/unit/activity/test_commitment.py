"""What was promised: kept or not, by whoever is to keep it."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from kernel import Forbidden, Invalid, NotFound
from kernel.testing import recorded, specify
from services.activity.commitment import (
    COMMITMENTS,
    Asked,
    break_off,
    keep,
    make,
    postpone,
    reassign,
)
from services.activity.events import (
    CommitmentBroken,
    CommitmentKept,
    CommitmentMade,
    CommitmentPostponed,
    CommitmentReassigned,
    Promise,
)
from services.activity.handing_on import react
from services.customer.events import (
    CustomerArchived,
    CustomerRecycled,
    CustomerRestored,
    CustomerWithdrawn,
)
from tests.unit.activity.examples import ANNS, BOBS, FREE, LATER, NOON
from tests.unit.people import ANN, BOB, CLERK, MAY
from tests.unit.pipeline.examples import ASSIGNED_TO_BOB, CLAIMED_BY_ANN, OWNED_BY_ANN, RELEASED

given = specify(COMMITMENTS)

DUE, DAY = date(2026, 1, 12), timedelta(days=1)
MADE = CommitmentMade("p1", "c1", "f1", "a sample", DUE, "ann", "ann", NOON)
BY_ANN = Asked(ANN, ANNS, "c1", "p1", LATER)
KEPT = CommitmentKept("p1", "c1", "ann", DUE, DUE, "by courier", "ann", LATER)
BROKEN = CommitmentBroken("p1", "c1", "ann", DUE, "out of stock", "ann", LATER)
POSTPONED = CommitmentPostponed("p1", "c1", "ann", DUE + DAY, DUE, None, "ann", LATER)
BOBS_NOW = CommitmentReassigned(
    "p1", "c1", "bob", "ann", "CustomerAssigned", DUE, "may", ASSIGNED_TO_BOB.at
)


def test_each_promise_of_a_follow_up_becomes_a_commitment():
    promises = (Promise("p1", "a sample", DUE, "ann"), Promise("p2", "a visit", DUE + DAY, "bob"))
    second = CommitmentMade("p2", "c1", "f1", "a visit", DUE + DAY, "bob", "ann", NOON)
    given().when(make, "c1", "f1", promises, "ann", NOON).then(MADE, second)


def test_it_is_kept_once():
    given(MADE).when(keep, BY_ANN, DUE, "by courier").then(KEPT)
    given(MADE, KEPT).when(keep, BY_ANN, DUE, "again").then()
    given(MADE, BROKEN).when(keep, BY_ANN, DUE, None).rejected("already-broken")


def test_it_is_broken_once():
    given(MADE).when(break_off, BY_ANN, "out of stock").then(BROKEN)
    given(MADE, BROKEN).when(break_off, BY_ANN, "again").then()
    given(MADE, KEPT).when(break_off, BY_ANN, "no").rejected("already-kept")


def test_it_is_postponed_to_a_day_that_is_not_over():
    given(MADE).when(postpone, BY_ANN, DUE + DAY, None, DUE).then(POSTPONED)
    given(MADE, POSTPONED).when(postpone, BY_ANN, DUE + DAY, None, DUE).then()
    given(MADE).when(postpone, BY_ANN, DUE - DAY, None, DUE).refused(Invalid, "invalid")
    given(MADE, KEPT).when(postpone, BY_ANN, DUE + DAY, None, DUE).rejected("already-kept")
    late = replace(KEPT, due_on=DUE + DAY)
    given(MADE, POSTPONED).when(keep, BY_ANN, DUE, "by courier").then(late)


def test_it_is_given_to_somebody_else():
    given_away = CommitmentReassigned("p1", "c1", "bob", "ann", None, DUE, "ann", LATER)
    given(MADE).when(reassign, BY_ANN, "bob").then(given_away)
    given(MADE).when(reassign, BY_ANN, "ann").then()
    given(MADE, BROKEN).when(reassign, BY_ANN, "bob").rejected("already-broken")


def test_who_may_not_see_it_does_not_find_it():
    for customer in (ANNS, FREE):
        asked = replace(BY_ANN, asker=BOB, customer=customer)
        given(MADE).when(keep, asked, DUE, None).refused(NotFound, "not-found", what="commitment")
    unknown = replace(BY_ANN, commitment_id="p2")
    given(MADE).when(keep, unknown, DUE, None).refused(NotFound, "not-found")
    clerk = replace(BY_ANN, asker=CLERK)
    given(MADE).when(keep, clerk, DUE, None).refused(Forbidden, "role-not-allowed")


def test_whose_it_is_and_who_works_on_the_customer_keep_it():
    engineers = replace(MADE, owner="bob")
    asked = replace(BY_ANN, asker=BOB)
    given(engineers).when(keep, asked, DUE, None).then(
        replace(KEPT, owner="bob", by="bob", note=None)
    )
    given(engineers).when(keep, BY_ANN, DUE, None).then(replace(KEPT, owner="bob", note=None))
    may = replace(BY_ANN, asker=MAY, customer=BOBS)
    given(MADE).when(keep, may, DUE, None).then(replace(KEPT, by="may", note=None))


def follows(event, *history):
    made = react(recorded(event))
    return [one for each in made for one in each.decide(COMMITMENTS.fold(history))]


def test_what_its_owner_promised_goes_with_the_customer_and_what_is_done_or_anothers_stays():
    engineers = replace(MADE, commitment_id="p2", owner="eve")
    done = replace(MADE, commitment_id="p3")
    kept = replace(KEPT, commitment_id="p3")
    assert follows(ASSIGNED_TO_BOB, MADE, engineers, done, kept) == [BOBS_NOW]
    assert follows(ASSIGNED_TO_BOB, MADE, BOBS_NOW) == []
    assert react(recorded(OWNED_BY_ANN)) == []


LET_GO = [
    RELEASED,
    CustomerWithdrawn("c1", "may", "idle", "public", "ann", NOON),
    CustomerRecycled("c1", "public", "ann", "silence", 30, "public", 1, NOON, NOON),
    CustomerArchived("c1", "ann", "closed", "ann", None, NOON),
]


@pytest.mark.parametrize("event", LET_GO, ids=lambda event: type(event).__name__)
def test_in_a_pool_it_is_nobodys_and_then_of_who_takes_the_customer_out_of_it(event):
    [nobodys] = follows(event, MADE)
    assert (nobodys.owner, nobodys.owner_before, nobodys.because) == (
        None, "ann", type(event).__name__,
    )  # fmt: skip
    back = CustomerRestored("c1", "may", "bob", None, NOON)
    out = replace(ASSIGNED_TO_BOB, owner_before=None)
    for taken, by in [(CLAIMED_BY_ANN, "ann"), (out, "bob"), (back, "bob")]:
        [theirs] = follows(taken, MADE, nobodys)
        assert (theirs.owner, theirs.owner_before) == (by, None)


def test_what_a_rule_takes_away_is_taken_by_nobody_in_person():
    [nobodys] = follows(LET_GO[2], MADE)
    assert nobodys.by == "system"
    into_a_pool = CustomerRestored("c1", "may", None, "public", NOON)
    assert react(recorded(into_a_pool)) == []

"""What is promised in a follow-up is a commitment: made with it, kept, and by whom."""

from dataclasses import replace
from datetime import datetime

import pytest

from gateway.events import PersonAdded, PersonDeactivated
from kernel import Invalid, Rejected
from services.activity.events import (
    CommitmentKept,
    CommitmentMade,
    FollowUpLogged,
)
from services.customer.events import ContactAdded
from tests.unit.activity.diary import Diary, day, inside
from tests.unit.activity.examples import NOON
from tests.unit.people import ANN, BOB, MAY
from tests.unit.pipeline.examples import ASSIGNED_TO_BOB, OPENED

CALL = {"channel": "phone", "outcome": "interested"}
LI = ContactAdded(name="李雷", customer_id="c1", contact_id="k1", by="ann", at=NOON)
BOB_LEFT = (
    PersonAdded("bob", "Bob", "sales", "own", None, "root", NOON),
    PersonDeactivated("bob", "left", "root", NOON),
)


@pytest.fixture
def diary():
    made = Diary()
    made.owners.hear(LI, OPENED, replace(OPENED, opportunity_id="o2", customer_id="c2"))
    return made


def errors(refusal):
    return [error["field"] for error in refusal.value.fields["errors"]]


def test_a_promise_is_a_commitment_in_the_same_commit(diary):
    promises = [
        {"text": "a sample", "due_on": day(days=3)},
        {"text": "a visit", "due_on": day(), "owner": "bob"},
    ]
    diary.desk(ANN).log_follow_up("c1", **CALL, promises=promises)

    [commit] = diary.log.commits
    logged, sample, visit = diary.events()
    assert [type(one) for one in (logged, sample, visit)] == [
        FollowUpLogged, CommitmentMade, CommitmentMade,
    ]  # fmt: skip
    assert [one.commitment_id for one in logged.promises] == [
        sample.commitment_id, visit.commitment_id,
    ]  # fmt: skip
    assert (sample.owner, visit.owner) == ("ann", "bob")
    assert (sample.follow_up_id, sample.at) == (logged.follow_up_id, logged.at)
    assert commit.entries[1].stream == commit.entries[2].stream == "commitments/c1"


def test_an_imported_promise_may_be_overdue_and_is_its_authors(diary):
    past = {"author": "bob", "at": inside(days=-90)}
    promises = [{"text": "a sample", "due_on": day(days=-80)}]
    diary.desk(MAY).log_follow_up("c1", **CALL | past, promises=promises)
    made = diary.last()
    assert (made.owner, made.by, made.at) == ("bob", "bob", datetime.fromisoformat(past["at"]))


def test_who_has_left_keeps_no_promise(diary):
    diary.people.hear(*BOB_LEFT)
    promises = [{"text": "a sample", "due_on": day(), "owner": "bob"}]
    with pytest.raises(Rejected, match="person-deactivated"):
        diary.desk(ANN).log_follow_up("c1", **CALL, promises=promises)
    assert diary.log.head() == 0

    diary.logged(ANN, promises=[{"text": "a sample", "due_on": day()}])
    id = diary.last().commitment_id
    with pytest.raises(Rejected, match="person-deactivated"):
        diary.desk(ANN).reassign_commitment(id, "bob")


def test_whom_nobody_knows_keeps_no_promise(diary):
    diary.people.hear(BOB_LEFT[0])
    promises = [{"text": "a sample", "due_on": day(), "owner": "BOB"}]
    with pytest.raises(Rejected, match="person-unknown"):
        diary.desk(ANN).log_follow_up("c1", **CALL, promises=promises)
    assert diary.log.head() == 0


def test_a_commitment_is_kept_on_the_companys_day(diary):
    diary.logged(ANN, promises=[{"text": "a sample", "due_on": day()}])
    id = diary.last().commitment_id
    answer = diary.desk(ANN).keep_commitment(id, "by courier")
    kept = diary.last()
    assert isinstance(kept, CommitmentKept)
    assert (kept.kept_on.isoformat(), kept.note, answer["id"]) == (day(), "by courier", id)


def test_whose_commitment_it_is_keeps_it_wherever_the_customer_is(diary):
    diary.logged(ANN, promises=[{"text": "a sample", "due_on": day()}])
    id = diary.last().commitment_id
    diary.owners.hear(ASSIGNED_TO_BOB)
    diary.desk(ANN).postpone_commitment(id, day(days=2), "away")
    diary.desk(BOB).break_commitment(id, "out of stock")
    assert diary.last().reason == "out of stock"
    with pytest.raises(Invalid):
        diary.desk(ANN).postpone_commitment(id, None)

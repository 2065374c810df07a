"""Which events change what somebody looks at, and whose it was until then."""

import json
from pathlib import Path

import pytest

from gateway.change import KINDS, POOL, TOLD, change, changes

UNIT = Path(__file__).parents[1]
EXAMPLES = {source: json.loads((UNIT / source / "published.json").read_text()) for source in TOLD}
IDS = {f"{kind.replace('-', '_')}_id" for kind in KINDS}
UNTOLD = {  # they name one, and what is shown of it is as before, or told by another event
    "PhonesRevealed", "RevealCounted", "ReleaseRefused", "StandingNoted", "HoldingTaken",
    "HoldingDropped", "WinCounted", "StageRefused", "StepRefused", "TimeTaken", "TimeFreed",
    "CustomerNews", "PersonNotified", "ContactReminded", "CustomerWatched", "CustomerUnwatched",
    "WatchCounted",
    # what has lists of its own, of kinds that nobody is told of
    "CustomerListed", "CustomerStruck", "VisitPlanned", "VisitReplanned", "VisitDropped",
    "VisitMade", "VisitReopened", "CommitmentMade", "CommitmentKept", "CommitmentBroken",
    "CommitmentPostponed", "CommitmentReassigned",
}  # fmt: skip


def told(source, event, /, **data):
    return change({
        "type": f"guanxi.{source}.{event}.v1", "position": 7,
        "time": "2026-01-05T04:00:00Z", "data": data,
    })  # fmt: skip


@pytest.mark.parametrize("source", EXAMPLES)
def test_every_published_event_that_names_one_is_told_or_left_out_on_purpose(source):
    found = [(one, told(source, one["type"], **one["data"])) for one in EXAMPLES[source]]
    left_out = {one["type"] for one, made in found if made is None and IDS & one["data"].keys()}

    assert left_out - UNTOLD == set()
    assert {made.kind for _, made in found if made} <= {*KINDS, POOL}


def test_nobody_is_told_of_an_event_that_is_not_there():
    events = {(source, one["type"]) for source in TOLD for one in EXAMPLES[source]}

    assert {(source, event) for source in TOLD for event in TOLD[source]} - events == set()
    assert {event for _, event in events} >= UNTOLD


def test_what_is_told_says_where_to_look_and_nothing_else():
    made = told("activity", "FollowUpLogged", follow_up_id="f1", customer_id="c1", note="secret",
                author="ann")  # fmt: skip

    assert made.told(gone=False) == {
        "type": "follow-up", "id": "f1", "customer_id": "c1", "event": "FollowUpLogged",
        "position": "activity:7", "at": "2026-01-05T04:00:00Z", "gone": False,
    }  # fmt: skip


@pytest.mark.parametrize(("event", "data", "people", "pool"), [
    ("CustomerReleased", {"owner_before": "ann", "pool": "p"}, ("ann",), None),
    ("CustomerAssigned", {"owner_before": "ann", "rules_pool": "p"}, ("ann",), None),
    ("CustomerAssigned", {"owner_before": None, "rules_pool": "p"}, (), "p"),
    ("CustomerClaimed", {"by": "ann", "rules_pool": "p"}, (), "p"),
    ("CustomerClaimed", {"by": "ann"}, (), "public"),
    ("CustomerArchived", {"owner_before": None, "pool_before": "p"}, (), "p"),
    ("SecondOwnerNamed", {"person": "bob", "person_before": "ann"}, ("ann",), None),
    ("CollaboratorRemoved", {"person": "ann"}, ("ann",), None),
    ("CollaboratorAdded", {"person": "ann"}, (), None),
])  # fmt: skip
def test_whose_a_customer_was_is_known_from_the_event(event, data, people, pool):
    made = told("customer", event, customer_id="c1", **data)

    assert (made.people, made.pool) == (people, pool)


@pytest.mark.parametrize(("event", "data", "people"), [
    ("AttendanceChanged", {"released": ["ann", "bob"]}, ("ann", "bob")),
    ("AppointmentHandedOver", {"person": "ann"}, ("ann",)),
    ("AppointmentGivenBack", {"person": "ann", "before": "bob"}, ("bob",)),
    ("AppointmentGivenBack", {"person": "ann", "before": None}, ()),
    ("InvitationAnswered", {"person": "ann"}, ()),
])  # fmt: skip
def test_who_came_to_an_appointment_is_known_from_the_event(event, data, people):
    assert told("activity", event, appointment_id="a1", **data).people == people


def test_what_changes_nothing_that_is_shown_is_passed_over():
    assert changes([]) == []
    assert told("customer", "PhonesRevealed", customer_id="c1") is None
    assert told("gateway", "PersonAdded", person="ann") is None

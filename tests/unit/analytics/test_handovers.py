"""How far handovers are, as the events of both logs tell it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from kernel.refusal import Forbidden
from kernel.testing import project, recorded
from services.activity.events import (
    DutiesGivenBack,
    DutiesHandedOver,
    DutiesNotReturned,
    DutyKept,
)
from services.analytics.asker import Asker
from services.analytics.handovers import HANDOVERS, seen, shown
from services.customer.events import (
    CustomerKept,
    CustomersGivenBack,
    CustomersHandedOver,
    HandedOver,
    HandoverBegun,
    HandoverEnded,
    HandoverListed,
    HandoverUndone,
    HandoverUndoRequested,
)
from services.pipeline.events import (
    OpportunitiesGivenBack,
    OpportunitiesHandedOver,
    OpportunityHanded,
    OpportunityHandoverBegun,
    OpportunityHandoverEnded,
    OpportunityHandoverUndone,
    OpportunityHandoverUndoRequested,
    OpportunityKept,
)

AT = datetime(2026, 1, 5, 4, tzinfo=UTC)
LATER = AT + timedelta(minutes=1)
BEGUN = HandoverBegun("h", "ann", ("bob", "cy"), "evenly", None, "left", "may", AT)
LISTED = HandoverListed("h", ("c1", "c2", "c3"), True, "may", AT)
KEPT = CustomerKept("c3", "changed-hands", "dan")
ENDED = HandoverEnded("h", "may", LATER, "ann", ("bob", "cy"))
DEALS = [
    OpportunityHandoverBegun("h", "ann", ("bob", "cy"), 9, "may", LATER),
    OpportunitiesHandedOver(
        "h", "o3", (OpportunityHanded("o1", "bob"), OpportunityHanded("o2", None)),
        (OpportunityKept("o3", "closed", "ann"),), "may", LATER,
    ),
]  # fmt: skip


def handed(customer, part, to):
    return HandedOver(customer, part, to, None, None, ())


GIVEN = CustomersHandedOver(
    "h", 0, 3, (handed("c1", "owner", "bob"), handed("c2", "second-owner", "bob")), (KEPT,),
    "may", AT, "ann",
)  # fmt: skip


def after(*events):
    deals = [recorded(one, n, source="pipeline") for n, one in enumerate(events, 1)]
    return shown(project(HANDOVERS, BEGUN, LISTED, *deals)["h"])


def test_one_that_was_begun_has_a_list_and_its_deals_wait():
    found = after()

    assert (found["state"], found["customers"], found["dealt_with"]) == ("running", 3, 0)
    assert (found["from"], found["to"], found["ended_at"]) == ("ann", ["bob", "cy"], None)
    assert found["opportunities"]["state"] == "waiting"
    assert "people" not in found


def test_parts_add_up_and_what_was_kept_is_named_with_the_reason():
    found = after(GIVEN, replace(GIVEN, kept=()), ENDED)

    assert found["given"] == [
        {"part": "owner", "to": "bob", "count": 2},
        {"part": "second-owner", "to": "bob", "count": 2},
    ]
    assert found["reasons"] == {"changed-hands": 1}
    told = {"customer_id": "c3", "part": None, "reason": "changed-hands", "owner": "dan"}
    assert found["kept"] == [told]
    assert (found["state"], found["ended_at"]) == ("ended", "2026-01-05T04:01:00Z")
    assert found["opportunities"]["state"] == "waiting"


def test_deals_are_told_by_their_own_log_and_leave_the_version_alone():
    found = after(*DEALS)

    assert found["version"] == 2
    assert found["opportunities"] == {
        "state": "running",
        "given": [
            {"part": "opportunity", "to": "bob", "count": 1},
            {"part": "opportunity", "to": None, "count": 1},
        ],
        "reasons": {"closed": 1},
        "kept": [{"opportunity_id": "o3", "reason": "closed", "owner": "ann"}],
        "given_back": 0,
        "not_returned": {},
    }
    assert after(*DEALS, OpportunityHandoverEnded("h", "may", LATER))["opportunities"]["state"] == (
        "ended"
    )


def test_an_undo_tells_what_came_back_and_what_did_not():
    found = after(
        GIVEN,
        *DEALS,
        HandoverUndoRequested("h", "may", LATER),
        CustomersGivenBack("h", 9, ("c1",), (KEPT,), "may", LATER, "ann"),
        HandoverUndone("h", "may", LATER, "ann"),
        OpportunityHandoverUndoRequested("h", "may", LATER),
        OpportunitiesGivenBack(
            "h", 0, ("o1",), (OpportunityKept("o2", "changed-hands", "eve"),), "may", LATER
        ),
        OpportunityHandoverUndone("h", "may", LATER),
    )

    deals = found["opportunities"]
    assert (found["state"], found["given_back"], found["not_returned"]) == (
        "undone", 1, {"changed-hands": 1},
    )  # fmt: skip
    assert (deals["state"], deals["given_back"], deals["not_returned"]) == (
        "undone", 1, {"changed-hands": 1},
    )  # fmt: skip


@pytest.mark.parametrize(
    "event", [replace(ENDED, leaver=""), HandoverUndone("h", "may", LATER, "ann")]
)
def test_no_deals_follow_a_handover_of_before_and_one_that_never_came_to_its_end(event):
    assert after(event)["opportunities"]["state"] == "none"


def test_duties_are_told_and_it_is_undone_when_they_are_given_back():
    assert after()["duties"]["state"] == "waiting"
    given = after(ENDED, DutiesHandedOver("h", "ann", 3, 2, 1, LATER))
    assert (given["duties"]["state"], given["duties"]["tasks"], given["version"]) == ("ended", 3, 1)

    undone = HandoverUndone("h", "may", LATER, "ann", LATER)
    told = (ENDED, DutiesHandedOver("h", "ann", 3, 2, 1, LATER), undone)
    assert after(*told)["state"] == "undoing"
    stays = (DutyKept("task", "t1", "closed", "bob"),)
    back = DutiesGivenBack("h", "ann", 2, 2, 0, stays, (DutiesNotReturned("closed", 1),), LATER)
    found = after(*told, back)
    assert (found["state"], found["duties"]["state"]) == ("undone", "undone")
    assert found["duties"]["given_back"] == {"tasks": 2, "appointments": 2, "clashes": 0}
    assert found["duties"]["not_returned"] == {"closed": 1}
    [kept] = found["duties"]["kept"]
    assert kept == {"duty": "task", "id": "t1", "reason": "closed", "owner": "bob"}


def test_what_was_undone_before_it_ended_has_no_duties_to_wait_for():
    found = after(HandoverUndone("h", "may", LATER, "ann"))
    assert (found["state"], found["duties"]["state"]) == ("undone", "none")


def test_deals_may_be_heard_of_first():
    told = [recorded(one, n, source="pipeline") for n, one in enumerate(DEALS, 1)]
    [row] = project(HANDOVERS, *told).values()

    assert "begun_at" not in row  # by which queries know that there is more to come
    assert shown(project(HANDOVERS, *told, BEGUN)["h"])["opportunities"]["state"] == "running"


def test_who_leads_sees_those_of_their_people_and_what_these_asked_for():
    everything = Asker("may", frozenset(["may"]), sees_all=True, at=AT, leads=True)
    team = Asker("tim", frozenset(["tim", "ann"]), sees_all=False, at=AT, leads=True)
    people = {"$in": ["ann", "tim"]}

    assert seen(everything) == {}
    assert seen(team) == {"$or": [{"from": people}, {"by": people}]}
    with pytest.raises(Forbidden):
        seen(replace(team, leads=False))


@pytest.mark.parametrize("state", ["running", "ended", "undoing"])
def test_it_is_undone_when_its_deals_are(state):
    customers = [BEGUN, LISTED, ENDED, HandoverUndoRequested("h", "may", LATER)]
    done = HandoverUndone("h", "may", LATER, "ann")
    deals = {
        "running": DEALS,
        "ended": [*DEALS, OpportunityHandoverEnded("h", "may", LATER)],
        "undoing": [*DEALS, OpportunityHandoverUndoRequested("h", "may", LATER)],
    }[state]

    row = project(HANDOVERS, *customers, done, *after_deals(deals))["h"]
    told = shown(row)

    assert (told["state"], told["opportunities"]["state"]) == ("undoing", state)
    over = OpportunityHandoverUndone("h", "may", LATER)
    row = project(HANDOVERS, *customers, done, *after_deals([*deals, over]))["h"]
    assert (shown(row)["state"], shown(row)["opportunities"]["state"]) == ("undone", "undone")


def after_deals(events):
    return [recorded(one, n, source="pipeline") for n, one in enumerate(events, 1)]

"""What becomes of a leaver's part in the success of deals, their own and their colleagues'."""

from dataclasses import replace

import pytest

from kernel.change import change
from kernel.testing import project
from services.customer.events import CustomerAssigned, CustomerClaimed, HandoverEnded
from services.pipeline.events import OpportunityShared, Share
from services.pipeline.opportunity import OPPORTUNITY
from services.pipeline.staff import OPEN_DEALS, worked_on
from tests.unit.customer.examples import registered
from tests.unit.pipeline.examples import LOST, OPENED
from tests.unit.pipeline.office import NOON, Office
from tests.unit.pipeline.test_handing_over import TO_POOL, UNDONE, handed_over, told, withdrawn
from tests.unit.pipeline.test_reopening import TALK, reopened

HALVES = {"ann": "50", "bob": "50"}


@pytest.fixture
def office():
    made = Office()
    made.owners.hear(replace(registered(owner="ann"), customer_id="c1"))
    return made


def share(office, id, parts, by="ann"):
    shares = tuple(Share(*one) for one in parts.items())
    event = OpportunityShared(id, None, shares, by, NOON)
    office.do(change(OPPORTUNITY, id, lambda state: [event]))


def parts(office, id):
    return {one.person: one.percent for one in office.deal(id).shares}


def to_bob(office):
    office.owners.hear(CustomerAssigned("c1", "bob", "may", "ann", NOON))
    handed_over(office, HandoverEnded("h", "may", NOON, "ann", ("bob",)))


def test_a_leaver_s_part_goes_along_and_is_added_to_what_its_receiver_has(office):
    office.open("o1", "c1")
    share(office, "o1", {"ann": "33.4", "bob": "40", "eve": "26.6"})

    to_bob(office)

    assert office.whose("o1") == ["bob"]
    assert parts(office, "o1") == {"bob": "73.4", "eve": "26.6"}


def test_a_leaver_s_part_in_a_colleague_s_deal_is_its_owner_s(office):
    office.open("o1", owner="eve")
    share(office, "o1", {"eve": "70", "ann": "30"})

    to_bob(office)

    assert (office.whose("o1"), parts(office, "o1")) == (["eve"], {"eve": "100"})
    [given] = told(office)["given"]
    assert given == {"part": "share", "to": "eve", "count": 1}


def test_a_part_in_a_deal_of_nobody_or_of_somebody_who_has_left_too_stays_and_is_told(office):
    office.open("o1", owner="eve")
    share(office, "o1", {"eve": "70", "ann": "30"})
    office.gone.add("eve")

    to_bob(office)

    assert parts(office, "o1") == {"eve": "70", "ann": "30"}
    assert told(office)["reasons"] == {"no-receiver": 1}


def test_an_undo_shares_as_it_was_shared_before_unless_somebody_has_shared_anew(office):
    for id, owner in (("o1", "ann"), ("o2", "eve"), ("o3", "eve"), ("o4", "eve")):
        office.open(id, "c1", owner)
        share(office, id, {owner: "50", ("bob" if owner == "ann" else "ann"): "50"})
    to_bob(office)
    share(office, "o3", {"eve": "100"}, by="eve")

    office.react(UNDONE, 20)
    office.work("h")

    assert office.whose("o1", "o2") == ["ann", "eve"]
    assert parts(office, "o1") == HALVES
    assert parts(office, "o2") == parts(office, "o4") == {"eve": "50", "ann": "50"}
    assert parts(office, "o3") == {"eve": "100"}
    assert (told(office)["given_back"], told(office)["not_returned"]) == (3, {"changed-hands": 1})


def test_in_a_pool_the_part_waits_with_the_deal_for_who_gets_it(office):
    office.open("o1", "c1")
    share(office, "o1", HALVES)
    office.owners.hear(withdrawn("c1"))

    handed_over(office, TO_POOL)
    assert (office.whose("o1"), parts(office, "o1")) == ([None], HALVES)

    office.owners.hear(CustomerClaimed("c1", "eve", NOON))
    office.running.pick_up({"o1": "eve"})
    assert (office.whose("o1"), parts(office, "o1")) == (["eve"], {"eve": "50", "bob": "50"})


def test_open_deals_are_known_by_all_who_work_on_them():
    shared = OpportunityShared("o1", "c1", (Share("ann", "60"), Share("bob", "40")), "ann", NOON)
    again = replace(reopened("lost", TALK), shares=shared.shares)
    assert project(OPEN_DEALS, OPENED, shared)["o1"]["shares"] == ["ann", "bob"]
    assert "o1" not in project(OPEN_DEALS, OPENED, shared, LOST)
    found = project(OPEN_DEALS, OPENED, shared, LOST, again)["o1"]
    assert (found["owner"], found["shares"]) == ("ann", ["ann", "bob"])
    assert worked_on("bob") == {"$or": [{"owner": "bob"}, {"shares": "bob"}]}
    assert worked_on(None) == {"owner": None}

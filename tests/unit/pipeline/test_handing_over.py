"""What becomes of a leaver's deals when their customers have been handed over, and back."""

from dataclasses import replace

import pytest

from kernel.change import change
from kernel.testing import project, recorded
from services.analytics.handovers import HANDOVERS
from services.customer.events import (
    CustomerAssigned,
    CustomerClaimed,
    CustomerWithdrawn,
    HandoverEnded,
    HandoverUndone,
)
from services.pipeline import moving
from services.pipeline.events import OpportunityReassigned, OpportunityWon
from services.pipeline.opportunity import OPPORTUNITY
from tests.unit.customer.examples import registered
from tests.unit.people import MAY
from tests.unit.pipeline.office import NOON, Office

ENDED = HandoverEnded("h", "may", NOON, "ann", ("bob", "cy"))
TO_POOL = replace(ENDED, to=())
UNDONE = HandoverUndone("h", "may", NOON, "ann")


@pytest.fixture
def office():
    made = Office()
    for customer, owner in (("c1", "ann"), ("c2", "ann"), ("c3", "dan")):
        made.owners.hear(replace(registered(owner=owner), customer_id=customer))
    return made


def assigned(customer, to):
    return CustomerAssigned(customer, to, "may", "ann", NOON)


def withdrawn(customer):
    return CustomerWithdrawn(customer, "may", "handover", "public", "ann", NOON)


def handed_over(office, ended=ENDED):
    office.react(ended, 9)
    office.work("h")


def told(office):
    """As the read model tells it."""
    history = [
        recorded(one, number, source="pipeline") for number, one in enumerate(office.told(), 1)
    ]
    return project(HANDOVERS, *history)["h"]["opportunities"]


def given(office):
    return {one["to"]: one["count"] for one in told(office)["given"]}


def test_a_deal_follows_its_customer(office):
    office.open("o1", "c1")
    office.open("o2", "c2")
    office.open("o3", "c3")
    office.open("o4", "c1", owner="eve")
    office.owners.hear(assigned("c1", "bob"), assigned("c2", "cy"))

    handed_over(office)

    assert office.whose("o1", "o2", "o3", "o4") == ["bob", "cy", "dan", "eve"]
    moved = office.told(OpportunityReassigned)
    assert [one.handover_id for one in moved] == ["h"] * 3
    assert (moved[0].customer_id, moved[0].owner_before, moved[0].by) == ("c1", "ann", "may")
    assert (told(office)["state"], given(office)) == ("ended", {"bob": 1, "cy": 1, "dan": 1})


def test_deals_without_a_customer_are_shared_out_over_all_batches(office):
    for number in range(7):
        office.open(f"o{number}")
    office.react(ENDED)
    while office.running.step(office.running.load("h"), size=2):
        pass

    assert sorted(given(office).values()) == [3, 4]


def test_a_closed_deal_stays_in_the_leaver_s_name(office):
    office.open("o1", "c1")
    deal = office.deal("o1")
    won = moving.win(deal, MAY, None, NOON)
    office.do(closing("o1", won))
    office.owners.hear(assigned("c1", "bob"))

    handed_over(office)

    assert office.whose("o1") == ["ann"]
    assert [one.owner for one in office.told(OpportunityWon)] == ["ann"]


def closing(id, events):
    return change(OPPORTUNITY, id, lambda state: events)


def test_what_was_given_to_another_or_closed_meanwhile_stays_and_is_told(office):
    for id in ("o1", "o2", "o3"):
        office.open(id)
    office.react(ENDED)
    seen = office.known.deals("ann", "", 50)
    office.give("o1", "eve")
    office.do(closing("o2", moving.win(office.deal("o2"), MAY, None, NOON)))
    office.known.deals = lambda person, after, limit: [id for id in seen if id > after]

    office.work("h")

    assert office.whose("o1", "o2", "o3") == ["eve", "ann", "bob"]
    kept = {one["opportunity_id"]: (one["reason"], one["owner"]) for one in told(office)["kept"]}
    assert kept == {"o1": ("changed-hands", "eve"), "o2": ("closed", "ann")}
    assert told(office)["reasons"] == {"changed-hands": 1, "closed": 1}


def test_what_the_leaver_keeps_keeps_its_deals(office):
    office.open("o1", "c1")

    handed_over(office)

    assert office.whose("o1") == ["ann"]
    assert told(office)["reasons"] == {"customer-kept": 1}


def test_into_a_pool_a_deal_waits_with_its_customer_and_goes_to_who_gets_it(office):
    office.open("o1", "c1")
    office.open("o2")
    office.owners.hear(withdrawn("c1"))

    handed_over(office, TO_POOL)

    assert office.whose("o1", "o2") == [None, "ann"]
    assert (given(office), told(office)["reasons"]) == ({None: 1}, {"no-receiver": 1})
    with pytest.raises(Exception, match="nobody has this deal"):
        moving.win(office.deal("o1"), MAY, None, NOON)

    office.owners.hear(CustomerClaimed("c1", "eve", NOON))
    office.running.pick_up({"o1": office.known.standing("c1").owner})
    office.running.pick_up({"o1": "dan"})
    assert office.whose("o1") == ["eve"]


def test_who_has_left_receives_no_deal(office):
    office.open("o1", "c3")
    office.open("o2")
    office.gone = {"dan", "bob"}

    handed_over(office)

    assert office.whose("o1", "o2") == ["cy", "cy"]


def test_an_undo_gives_back_what_is_still_as_it_was_handed_over(office):
    for id in ("o1", "o2", "o3"):
        office.open(id, "c1")
    office.owners.hear(assigned("c1", "bob"))
    handed_over(office)
    office.give("o2", "cy")
    office.do(closing("o3", moving.win(office.deal("o3"), MAY, None, NOON)))

    office.react(UNDONE, 20)
    office.work("h")

    assert office.whose("o1", "o2", "o3") == ["ann", "cy", "bob"]
    found = told(office)
    assert (found["state"], found["given_back"]) == ("undone", 1)
    assert found["not_returned"] == {"changed-hands": 1, "closed": 1}


def test_who_was_deactivated_gets_nothing_back(office):
    office.open("o1")
    handed_over(office)
    office.gone = {"ann"}

    office.react(UNDONE, 20)
    office.work("h")

    assert office.whose("o1") == ["bob"]
    assert told(office)["not_returned"] == {"person-deactivated": 1}


def test_an_undo_stops_what_is_under_way(office):
    for number in range(4):
        office.open(f"o{number}")
    office.react(ENDED)
    office.running.step(office.running.load("h"), size=2)

    office.react(UNDONE, 20)
    office.work("h")

    assert office.whose("o0", "o1", "o2", "o3") == ["ann"] * 4
    assert told(office)["given_back"] == 2


def test_news_that_come_twice_or_from_before_do_nothing(office):
    office.open("o1")
    handed_over(office)
    before = office.log.head()

    office.react(ENDED, 9)
    office.react(replace(ENDED, leaver=""), 10)
    office.react(replace(UNDONE, leaver=""), 11)
    office.react(replace(UNDONE, handover_id="another"), 12)

    assert office.log.head() == before


def faster(office, id, to):
    """Between the look at a batch and its commit the deal is given to somebody else."""
    ask, todo = office.known.gone, [(id, to)]

    def gone(people):
        if todo:
            office.give(*todo.pop())
        return ask(people)

    office.known.gone = gone


def test_who_is_faster_than_a_batch_keeps_the_deal(office):
    office.open("o1")
    office.open("o2")
    faster(office, "o1", "eve")

    handed_over(office)

    assert office.whose("o1", "o2") == ["eve", "bob"]
    assert told(office)["reasons"] == {"changed-hands": 1}


def test_who_is_faster_than_an_undo_keeps_the_deal(office):
    office.open("o1")
    office.open("o2")
    handed_over(office)
    faster(office, "o1", "eve")

    office.react(UNDONE, 20)
    office.work("h")

    assert office.whose("o1", "o2") == ["eve", "ann"]
    assert told(office)["not_returned"] == {"changed-hands": 1}

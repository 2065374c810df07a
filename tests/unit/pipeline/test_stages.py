"""What a deal must have on its way, as the service learns it: visits, contacts, newest versions."""

from datetime import UTC, datetime, timedelta
from threading import Timer

import pytest

from kernel import Invalid, NotFound, Rejected
from services.activity.events import FollowUpLogged
from services.customer.events import ContactAdded, ContactRemoved
from tests.unit.customer.examples import OWNED_BY_ANN
from tests.unit.people import ANN, BOB, MAY
from tests.unit.pipeline.desk import Office

NOW = datetime.now(UTC)
TALK = {"id": "talk", "name": "Talk", "probability": 10}
OFFER = {
    "id": "offer", "name": "Offer", "probability": 40,
    "conditions": [{"kind": "visited", "days": 14}],
}  # fmt: skip


@pytest.fixture
def office():
    made = Office()
    made.owners.hear(OWNED_BY_ANN)
    made.desk(MAY).publish_pipeline("projects", "Projects", [TALK, OFFER])
    return made


def opened(office, **about):
    about = {"name": "tea", "customer_id": "c1", "pipeline": "projects"} | about
    return office.desk(ANN).open_opportunity(**about)["id"]


def visit(days=1, channel="visit", customer_id="c1"):
    at = NOW - timedelta(days=days)
    return FollowUpLogged("f1", customer_id, "ann", channel, "met", "", None, at, at)


def test_a_visit_lets_a_deal_in(office):
    deal = opened(office)
    with pytest.raises(Rejected, match="conditions-not-met"):
        office.desk(ANN).change_stage(deal, "offer")
    office.owners.hear(visit())
    office.desk(ANN).change_stage(deal, "offer")
    assert (office.last().to, office.last().probability) == ("offer", 40)


@pytest.mark.parametrize("heard", [visit(days=15), visit(channel="phone"), visit(customer_id="c2")])
def test_no_other_follow_up_does(office, heard):
    deal = opened(office)
    office.owners.hear(heard)
    with pytest.raises(Rejected) as caught:
        office.desk(ANN).change_stage(deal, "offer")
    assert [one["condition"] for one in caught.value.fields["missing"]] == ["visited"]


def test_a_visit_that_has_not_been_heard_of_yet_is_waited_for(office):
    deal = opened(office)
    hearing = Timer(0.05, office.owners.hear, [visit()])
    hearing.start()
    office.desk(ANN).change_stage(deal, "offer")
    hearing.join()


def test_a_deal_is_opened_in_a_pipeline_that_there_is(office):
    with pytest.raises(NotFound):
        opened(office, pipeline="nothing")
    with pytest.raises(Invalid):
        opened(office, stage="engaging")
    office.desk(MAY).retire_pipeline("projects")
    office.states._looked.clear()  # another second
    with pytest.raises(Rejected, match="pipeline-retired"):
        opened(office)


def test_the_next_version_is_for_deals_that_are_opened_from_then_on(office):
    before = opened(office)
    office.desk(MAY).publish_pipeline("projects", "Projects", [TALK], expected=1)
    office.states._looked.clear()  # another second
    opened(office)
    assert office.last().pipeline_version == 2
    with pytest.raises(Rejected, match="conditions-not-met"):
        office.desk(ANN).change_stage(before, "offer")


def contact(id):
    return ContactAdded(name="Li", customer_id="c1", contact_id=id, by="ann", at=NOW)


def test_contacts_are_those_of_the_customer(office):
    deal = opened(office)
    office.owners.hear(contact("k1"), contact("k2"), ContactRemoved("c1", "k2", "ann", NOW))
    office.desk(ANN).edit_opportunity(deal, {"contacts": ["k1"]})
    assert (office.last().contacts, office.last().changed) == (("k1",), ("contacts",))
    for strange in ("k2", "k9"):
        with pytest.raises(Invalid) as caught:
            office.desk(ANN).edit_opportunity(deal, {"contacts": ["k1", strange]})
        assert [one["field"] for one in caught.value.fields["errors"]] == ["contacts.1"]
    with pytest.raises(NotFound):
        office.desk(BOB).edit_opportunity(deal, {"contacts": ["k9"]})


def test_a_deal_is_told_about_and_worth_its_items(office):
    deal = opened(office)
    desk = office.desk
    desk(ANN).edit_opportunity(deal, {"priority": "high", "expected_close": "2026-03-01"})
    items = [{"product": "tea", "quantity": "3", "price": "19.99"}]
    desk(ANN).set_items(deal, items, "CNY")
    assert office.last().amount.amount == "59.97"
    desk(ANN).share_opportunity(
        deal, [{"person": "ann", "percent": "60"}, {"person": "bob", "percent": "40"}]
    )
    desk(BOB).mark_key(deal, True)
    assert (office.last().key, office.last().by) == (True, "bob")


def test_nobody_who_has_been_deactivated_gets_a_share(office):
    deal = opened(office)
    office.gone.add("bob")
    with pytest.raises(Rejected, match="person-deactivated"):
        office.desk(ANN).share_opportunity(deal, [{"person": "bob", "percent": "100"}])


def test_a_closed_deal_is_reopened_with_a_reason(office):
    deal = opened(office)
    office.desk(ANN).lose(deal, "too dear", competitor="Green Leaf")
    with pytest.raises(Invalid):
        office.desk(ANN).reopen(deal, " ")
    office.desk(ANN).reopen(deal, "they called again")
    assert (office.last().was, office.last().to) == ("lost", "talk")
    with pytest.raises(NotFound):
        office.desk(BOB).reopen(deal, "mine now")

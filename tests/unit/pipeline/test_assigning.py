"""A deal that is given to somebody else."""

import pytest

from kernel import Forbidden, Invalid, NotFound, Rejected, Stale
from tests.unit.people import ANN, BOB, MAY
from tests.unit.pipeline.desk import Office
from tests.unit.pipeline.examples import OWNED_BY_ANN


@pytest.fixture
def office():
    made = Office()
    made.owners.hear(OWNED_BY_ANN)
    return made


def opened(office, asker=ANN, **fields):
    return office.desk(asker).open_opportunity(customer_id="c1", product="Longjing", **fields)["id"]


def test_a_manager_gives_a_deal_to_somebody_else(office):
    deal = opened(office)

    office.desk(MAY).assign_opportunity(deal, "bob")

    told = office.last()
    assert (told.owner_before, told.to, told.by, told.handover_id) == ("ann", "bob", "may", None)
    with pytest.raises(NotFound):
        office.desk(ANN).win(deal)
    office.desk(BOB).win(deal)
    assert office.last().owner == "bob"


def test_a_deal_is_given_by_who_leads_and_to_who_is_there(office):
    deal = opened(office)
    office.gone = {"bob"}
    before = office.log.head()

    with pytest.raises(Forbidden):
        office.desk(ANN).assign_opportunity(deal, "cy")
    with pytest.raises(Rejected, match="bob has been deactivated"):
        office.desk(MAY).assign_opportunity(deal, "bob")
    with pytest.raises(Rejected, match="bob has been deactivated"):
        opened(office, MAY, owner="bob")
    with pytest.raises(Invalid):
        office.desk(MAY).assign_opportunity(deal, " ")
    with pytest.raises(NotFound):
        office.desk(MAY).assign_opportunity("00000000-0000-7000-8000-000000000000", "cy")
    with pytest.raises(Stale):
        office.desk(MAY).assign_opportunity(deal, "cy", expected=7)
    assert office.log.head() == before


def test_a_closed_deal_stays_whose_it_was(office):
    deal = opened(office)
    office.desk(ANN).win(deal)

    with pytest.raises(Rejected, match="the deal is won"):
        office.desk(MAY).assign_opportunity(deal, "bob")

"""Of one person one handover goes on at a time; and nobody is named twice among who receives."""

import pytest

from kernel import Invalid, Rejected
from services.customer.events import HandoverBegun, LeavingBegun, LeavingEnded
from tests.unit.customer.company import Company
from tests.unit.customer.handovers.office import Office
from tests.unit.people import ANN


@pytest.fixture
def company():
    made = Company()
    made.desk(ANN).register(name="茶行")
    return made


@pytest.fixture
def office(company):
    return Office(company)


def refused(ask, *args, **how):
    with pytest.raises(Rejected) as caught:
        ask(*args, **how)
    return caught.value.slug, caught.value.fields["handover_id"]


def test_a_second_one_is_refused_with_the_one_that_goes_on(company, office):
    first = office.ask("bob")

    assert refused(office.ask, "cy") == ("handover-running", first)
    assert len(company.events(HandoverBegun)) == len(company.events(LeavingBegun)) == 1
    office.ask("cy", leaver="dan")

    office.work(first)
    assert office.hand_over("cy", leaver="bob")["state"] == "ended"
    assert office.hand_over("cy")["state"] == "ended"


def test_one_that_is_undone_goes_on_until_it_is(company, office):
    first = office.ask("bob")
    office.work(first)
    office.desk().undo_handover(first)

    assert refused(office.ask, "cy") == ("handover-running", first)
    office.work(first)
    assert office.told(first)["state"] == "undone"
    office.ask("cy")


def test_nothing_is_undone_while_another_one_goes_on(company, office):
    first = office.ask("bob")
    office.work(first)
    second = office.ask("cy")

    assert refused(office.desk().undo_handover, first) == ("handover-running", second)
    office.undo(second)
    assert office.undo(first)["state"] == "undone"
    assert len(company.events(LeavingBegun)) == len(company.events(LeavingEnded)) == 3


def test_nobody_is_named_twice(company, office):
    before = company.log.head()

    with pytest.raises(Invalid) as refused:
        office.ask(["bob", "bob"])

    assert refused.value.fields["errors"] == [{"field": "to", "message": "name each of them once"}]
    assert company.log.head() == before

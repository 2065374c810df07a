"""A handover that is undone: what comes back, and what stays; over a log in memory."""

import pytest

from kernel import Rejected
from tests.unit.customer.company import Company
from tests.unit.customer.handovers.office import Office
from tests.unit.people import ANN, BOB, MAY


@pytest.fixture
def company():
    return Company()


@pytest.fixture
def office(company):
    return Office(company)


def owned(company, count=1, by=ANN):
    return [company.desk(by).register(name=f"茶行{n}")["id"] for n in range(count)]


def owners(company, ids):
    return [company.customer(id).owner for id in ids]


def test_an_undo_gives_back_what_is_still_as_it_was_handed_over(company, office):
    ids = owned(company, 3)
    company.desk(ANN).name_second_owner(ids[0], "bob")
    told = office.hand_over("bob")
    company.desk(MAY).assign(ids[2], "cy")

    undone = office.undo(told["id"])

    assert owners(company, ids) == ["ann", "ann", "cy"]
    assert company.customer(ids[0]).second_owner == "bob"
    assert [company.portfolio(one).held for one in ("ann", "bob", "cy")] == [2, 0, 1]
    assert (undone["state"], undone["given_back"]) == ("undone", 2)
    assert undone["not_returned"] == {"changed-hands": 1}


def test_what_came_back_to_the_same_receiver_by_other_ways_is_theirs(company, office):
    [id] = owned(company)
    told = office.hand_over("bob")
    company.desk(MAY).assign(id, "cy")
    company.desk(MAY).assign(id, "bob")

    office.undo(told["id"])

    assert owners(company, [id]) == ["bob"]


def test_an_undo_out_of_a_pool_and_of_the_other_parts(company, office):
    [mine] = owned(company)
    [bobs] = owned(company, by=BOB)
    company.desk(ANN).name_second_owner(mine, "cy")
    company.desk(BOB).name_second_owner(bobs, "ann")
    company.desk(BOB).add_collaborator(bobs, "ann")
    told = office.hand_over()
    assert company.customer(bobs).second_owner is None

    office.undo(told["id"])

    customer, other = company.customer(mine), company.customer(bobs)
    assert (customer.owner, customer.second_owner) == ("ann", "cy")
    assert (other.second_owner, other.collaborators) == ("ann", {"ann": None})


def test_an_undo_stops_a_handover_that_is_under_way(company, office):
    ids = owned(company, 4)
    id = office.ask("bob")
    office.step(id, size=2)

    told = office.undo(id)

    assert owners(company, ids) == ["ann"] * 4
    assert (told["dealt_with"], told["given_back"], told["state"]) == (2, 2, "undone")


def test_who_was_deactivated_receives_nothing_not_even_back(company, office):
    owned(company, 2)
    company.gone = {"cy"}
    with pytest.raises(Rejected, match="cy has been deactivated"):
        office.ask(["bob", "cy"])
    told = office.hand_over("bob")
    company.gone = {"ann"}

    with pytest.raises(Rejected, match="reactivate"):
        office.undo(told["id"])

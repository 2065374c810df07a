"""Whom the organisation does not know is given nothing, wherever somebody is named."""

import pytest

from kernel import Forbidden, Rejected
from tests.unit.customer.company import Company
from tests.unit.people import ANN, MAY


@pytest.fixture
def company() -> Company:
    made = Company()
    made.staff = {"ann", "bob", "may"}
    return made


def registered(company: Company, **known) -> str:
    return str(company.desk(MAY).register(name="茶行", **known)["id"])


GIVEN = {
    "registered for": lambda desk, id, who: desk.register(name="丝行", owner=who),
    "assigned": lambda desk, id, who: desk.assign(id, who),
    "second owner": lambda desk, id, who: desk.name_second_owner(id, who),
    "collaborator": lambda desk, id, who: desk.add_collaborator(id, who),
    "handed over": lambda desk, id, who: desk.preview_handover("may", who),
    "member of a pool": lambda desk, id, who: desk.set_pool_members("north", [who]),
    "admin of a pool": lambda desk, id, who: desk.set_pool_admins("north", [who]),
}


@pytest.mark.parametrize("gives", GIVEN.values(), ids=GIVEN.keys())
def test_a_stranger_and_who_has_left_are_refused_and_a_colleague_is_not(company, gives):
    company.desk(MAY).open_pool("north", "North")
    id, before = registered(company), company.log.head()
    with pytest.raises(Rejected, match="nobody here is called BOB"):
        gives(company.desk(MAY), id, "BOB")
    company.gone = {"ann"}
    with pytest.raises(Rejected, match="ann has been deactivated"):
        gives(company.desk(MAY), id, "ann")
    assert company.log.head() == before
    gives(company.desk(MAY), id, "bob")


def test_where_nobody_is_known_tokens_alone_say_who_there_is(company):
    company.staff = set()
    id = registered(company, owner="visitor")
    assert company.customer(id).owner == "visitor"


def test_owners_of_the_past_are_kept_where_a_manager_says_so(company):
    id = registered(company, owner="Darcel Schlecht", keep_unknown_owner=True)
    assert company.customer(id).owner == "Darcel Schlecht"
    company.gone = {"ann"}
    with pytest.raises(Rejected, match="ann has been deactivated"):
        registered(company, owner="ann", keep_unknown_owner=True)
    with pytest.raises(Forbidden):
        company.desk(ANN).register(name="丝行", owner="x", keep_unknown_owner=True)


def test_of_several_each_is_refused_with_the_reason(company):
    ids = [registered(company) for _ in range(2)]
    rows = company.desk(MAY).assign_many(ids=ids, to="BOB")["items"]
    assert [row["problem"]["slug"] for row in rows] == ["person-unknown"] * 2


def test_who_is_in_a_pool_already_may_have_left_since(company):
    company.desk(MAY).open_pool("north", "North")
    company.desk(MAY).set_pool_members("north", ["ann"])
    company.gone = {"ann"}
    company.desk(MAY).set_pool_members("north", ["ann", "bob"])
    with pytest.raises(Forbidden):
        company.desk(ANN).set_pool_members("north", ["BOB"])

"""Who is given something works here: named, and perhaps misspelt, in any body."""

import pytest

from gateway.colleagues import named, require_known
from gateway.customer_shapes import AssignCustomer, RegisterCustomer
from gateway.handover_shapes import HandOver
from gateway.opportunities import AssignOpportunity, OpenOpportunity
from gateway.organisation import Organisation, Person
from gateway.ownership import AssignSeveral
from gateway.pools import PoolAdmins, PoolMembers
from gateway.shape import load
from gateway.sharing import AddCollaborator, NameSecondOwner, RemoveCollaborator
from kernel.refusal import Invalid
from tests.unit.gateway.requests import ask, command


def company(*logins):
    people = {login: Person(login, login, "sales", "own", None) for login in logins}
    return lambda now: Organisation(people)


STAFF = company("ann", "bob")
GIVEN = [  # shape, body, where the stranger stands
    (AssignCustomer, {"to": "bbo"}, "to"),
    (AssignSeveral, {"ids": ["1"], "to": "bbo"}, "to"),
    (AssignOpportunity, {"to": "bbo"}, "to"),
    (RegisterCustomer, {"name": "茶行", "owner": "bbo"}, "owner"),
    (OpenOpportunity, {"name": "茶", "owner": "bbo"}, "owner"),
    (NameSecondOwner, {"person": "bbo"}, "person"),
    (AddCollaborator, {"person": "bbo"}, "person"),
    (PoolMembers, {"members": ["ann", "bbo"]}, "members.1"),
    (PoolAdmins, {"admins": ["bbo"]}, "admins.0"),
    (HandOver, {"from": "left", "to": "bbo", "preview": True}, "to.0"),
    (HandOver, {"from": "left", "to": ["bob", "bbo"]}, "to.1"),
]


def require(shape, body, company=STAFF, asker="root"):
    require_known(company, shape(), load(shape(), body), asker)


@pytest.mark.parametrize(("shape", "body", "where"), GIVEN)
def test_a_stranger_is_given_nothing_and_is_named(shape, body, where):
    with pytest.raises(Invalid) as refused:
        require(shape, body)

    [error] = refused.value.fields["errors"]
    assert error["field"] == where
    assert "`bbo`" in error["message"]
    assert "Did you mean `bob`?" in error["message"]


@pytest.mark.parametrize(("shape", "body", "where"), GIVEN)
def test_where_nobody_is_registered_the_tokens_say_who_works_here(shape, body, where):
    require(shape, body, company())


def test_who_asks_is_there():
    require(AssignCustomer, {"to": "script"}, asker="script")


def test_who_came_a_moment_ago_is_known():
    asked = []

    def learning(now):
        asked.append(now)
        return (company("ann", "cy") if now else company("ann"))(now)

    require(AssignCustomer, {"to": "cy"}, learning)
    assert asked == [False, True]


def test_who_leaves_or_shares_no_more_may_be_anybody():
    for shape, body in ((HandOver, {"from": "left"}), (RemoveCollaborator, {"person": "left"})):
        assert list(named(shape(), load(shape(), body))) == []


def test_owners_of_the_past_are_kept_by_whom_it_is_said_so():
    past = {"name": "茶行", "owner": "bbo", "keep_unknown_owner": True}
    require(RegisterCustomer, past)
    with pytest.raises(Invalid):
        require(RegisterCustomer, past | {"keep_unknown_owner": False})


def test_a_request_is_refused_before_any_service_is_asked():
    route = command(body=AssignCustomer())

    with pytest.raises(Invalid):
        ask(route, {"to": "bbo"}, company=STAFF)
    assert ask(route, {"to": "bob"}, company=STAFF).body == {"to": "bob"}

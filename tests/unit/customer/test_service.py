"""What one command writes and answers, over a log in memory."""

from typing import Any

import pytest

from kernel import Forbidden, Invalid, Rejected
from kernel.commits import Commits
from kernel.refusal import Unavailable
from services.customer.events import (
    CustomerRegistered,
    HoldingTaken,
    IdentityReserved,
)
from tests.unit.customer.company import Company
from tests.unit.people import ANN, BOB, MAY


@pytest.fixture
def company():
    return Company()


def test_who_registers_a_customer_owns_it(company):
    answer = company.desk(ANN).register(
        name="茶行", phones=["13800138000"], emails=["li@example.cn"]
    )

    assert answer == {"id": answer["id"], "version": 1, "position": "customer:4"}
    assert company.customer(answer["id"]).owner == "ann"
    assert company.portfolio("ann").held == 1


def test_a_registration_is_one_commit_with_its_identities_and_its_holder(company):
    company.desk(ANN).register(name="茶行", phones=["13800138000"], emails=["li@example.cn"])

    [commit] = company.log.commits
    assert [entry.type for entry in commit.entries] == [
        "CustomerRegistered", "IdentityReserved", "IdentityReserved", "HoldingTaken",
    ]  # fmt: skip


def test_nothing_personal_stands_in_a_stream_s_name(company):
    company.desk(ANN).register(name="茶行", phones=["13800138000"], emails=["li@example.cn"])

    named = " ".join(company.streams())
    assert "13800138000" not in named
    assert "li@" not in named


def test_a_pool_gets_the_customer_when_one_is_named(company):
    company.desk(MAY).open_pool("north", "北区公海")
    answer = company.desk(ANN).register(name="茶行", pool="north")

    assert company.customer(answer["id"]).pool == "north"
    assert company.events(HoldingTaken) == []


def test_a_manager_registers_for_somebody_else(company):
    answer = company.desk(MAY).register(name="茶行", owner="bob")

    assert company.customer(answer["id"]).owner == "bob"
    assert company.events(CustomerRegistered)[0].by == "may"
    assert company.portfolio("bob").held == 1


def test_a_salesperson_does_not(company):
    with pytest.raises(Forbidden):
        company.desk(ANN).register(name="茶行", owner="bob")


@pytest.mark.parametrize("person", ["bob\u200b", "\u200b", " bob"])
def test_nobody_is_given_a_customer_who_cannot_be_called_by_that_name(company, person):
    id = company.desk(ANN).register(name="茶行")["id"]
    head = company.log.head()
    for field, command in {
        "owner": lambda: company.desk(MAY).register(name="茶庄", owner=person),
        "to": lambda: company.desk(MAY).assign(id, to=person),
    }.items():
        with pytest.raises(Invalid) as caught:
            command()
        assert [error["field"] for error in caught.value.fields["errors"]] == [field]
    assert company.log.head() == head


def test_numbers_that_are_none_are_kept_for_a_manager_only(company):
    with pytest.raises(Forbidden):
        company.desk(ANN).register(name="茶行", phones=["1234"], keep_invalid_phones=True)
    company.desk(MAY).register(name="茶行", phones=["1234"], keep_invalid_phones=True)
    with pytest.raises(Rejected, match="duplicate"):
        company.desk(MAY).register(name="茶行", phones=["12 34"], keep_invalid_phones=True)


def test_a_second_customer_with_the_same_phone_or_address_is_refused(company):
    first = company.desk(ANN).register(
        name="茶行", phones=["13800138000"], emails=["li@example.cn"]
    )
    head = company.log.head()

    with pytest.raises(Rejected) as caught:
        company.desk(MAY).register(
            name="茶庄", phones=["0571-88888888", "+86 138 0013 8000"], emails=["Li@Example.cn"]
        )

    told = {"holder": first["id"], "owner": "ann", "state": "held"}
    assert caught.value.fields["duplicates"] == [
        {"field": "phones.1", "key": "phone"} | told,
        {"field": "emails.0", "key": "email"} | told,
    ]
    assert company.log.head() == head


def test_what_a_colleague_holds_is_not_shown_by_its_phone(company):
    company.desk(ANN).register(name="茶行", phones=["13800138000"])

    with pytest.raises(Rejected) as caught:
        company.desk(BOB).register(name="茶庄", phones=["13800138000"])

    assert caught.value.fields["duplicates"] == [
        {"field": "phones.0", "key": "phone", "state": "held", "holder": None}
    ]


def test_the_same_number_typed_twice_is_no_duplicate_of_itself(company):
    company.desk(ANN).register(name="茶行", phones=["13800138000", "138 0013 8000"])

    assert len(company.events(IdentityReserved)) == 1


def test_wrong_input_writes_nothing(company):
    with pytest.raises(Invalid):
        company.desk(ANN).register(name="", phones=["1"])
    assert company.log.head() == 0


def test_a_customer_that_never_rests_is_left_alone_after_a_while(company):
    id = company.desk(ANN).register(name="茶行")["id"]
    desk = company.desk(MAY)

    class Restless(Commits):
        def commit(self, *changes: Any) -> Any:
            next_one = {"ann": "bob", "bob": "ann"}[company.customer(id).owner]
            company.desk(MAY).assign(id, to=next_one)
            return super().commit(*changes)

    desk.log = Restless(company.processes[0], desk.caller)
    with pytest.raises(Unavailable, match="busy"):
        desk.assign(id, to="cy")

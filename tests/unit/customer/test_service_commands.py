"""What every command of the customer service keeps to: rights, versions, once only."""

from datetime import UTC, datetime, timedelta

import pytest

from kernel import Forbidden, Invalid, NotFound, Rejected, Stale
from services.customer.events import (
    CustomerClaimed,
    CustomerRegistered,
)
from tests.unit.customer.company import Company
from tests.unit.people import ANN, BOB, CLERK, MAY


@pytest.fixture
def company():
    return Company()


@pytest.mark.parametrize("id", ["no-such-id", "", "a/b", "a@1", "x" * 65, 7, None, "a\0"])
def test_what_does_not_exist_is_not_found(company, id):
    for command in (
        lambda: company.desk(ANN).claim(id),
        lambda: company.desk(ANN).release(id, "no"),
        lambda: company.desk(MAY).assign(id, to="bob"),
    ):
        with pytest.raises(NotFound):
            command()


def test_other_roles_change_nothing(company):
    id = company.desk(MAY).register(name="茶行", pool="public")["id"]
    for command in (
        lambda: company.desk(CLERK).register(name="茶庄"),
        lambda: company.desk(CLERK).claim(id),
        lambda: company.desk(CLERK).release(id, "no"),
        lambda: company.desk(CLERK).assign(id, to="bob"),
    ):
        with pytest.raises(Forbidden):
            command()


def test_an_edit_on_an_old_version_is_stale(company):
    id = company.desk(MAY).register(name="茶行", pool="public")["id"]
    with pytest.raises(Stale):
        company.desk(ANN).claim(id, expected=9)
    with pytest.raises(Invalid):
        company.desk(ANN).claim(id, expected="1")
    assert company.desk(ANN).claim(id, expected=1)["version"] == 2
    with pytest.raises(Stale):
        company.desk(ANN).release(id, "no", expected=1)
    with pytest.raises(Stale):
        company.desk(MAY).assign(id, to="bob", expected=1)


def test_a_stale_version_does_not_betray_a_colleague_s_customer(company):
    id = company.desk(ANN).register(name="茶行")["id"]
    with pytest.raises(NotFound):
        company.desk(BOB).release(id, "no", expected=9)
    with pytest.raises(Rejected, match="already-claimed"):
        company.desk(BOB).claim(id, expected=9)


def test_nor_does_it_when_the_process_has_not_heard_of_the_colleague_yet():
    company = Company(processes=2)
    id = company.desk(MAY).register(name="茶行", pool="public")["id"]
    company.desk(ANN, process=1).claim(id)

    with pytest.raises(NotFound):
        company.desk(BOB, process=0).release(id, "no", expected=9)
    id = company.desk(MAY).register(name="茶庄", pool="public")["id"]
    company.desk(ANN, process=1).claim(id)
    with pytest.raises(Rejected, match="already-claimed"):
        company.desk(BOB, process=0).claim(id, expected=9)


def test_the_same_command_again_answers_what_it_answered(company):
    asked = {"name": "茶行", "phones": ["13800138000"]}
    first = company.desk(ANN, "one").register(**asked)
    assert company.desk(ANN, "one").register(**asked) == first

    released = company.desk(ANN, "two").release(first["id"], "no")
    company.desk(BOB).claim(first["id"])
    assert company.desk(ANN, "two").release(first["id"], "no") == released
    assert len(company.events(CustomerRegistered)) == len(company.events(CustomerClaimed)) == 1


def test_things_happen_when_they_are_done(company):
    company.desk(ANN).register(name="茶行")

    [made] = company.events(CustomerRegistered)
    assert datetime.now(UTC) - made.at < timedelta(minutes=1)

"""What somebody is warned of after entry: an equal company, and keys that may be shared."""

from dataclasses import replace

import pytest

from kernel import Rejected
from services.customer.events import IdentityReserved
from tests.unit.customer.company import Company
from tests.unit.people import ANN, BOB

PHONE = "13800138000"
TEA = "杭州西湖茶业有限公司"


@pytest.fixture
def company():
    return Company()


def warning(company, *kinds):
    company.settings = replace(company.settings, warned=frozenset(kinds))


def test_an_equal_company_warns(company):
    company.desk(ANN).register(name="甲", company=TEA)

    [told] = company.desk(ANN).register(name="乙", company="杭州西湖茶業有限公司")["warnings"]

    assert told["score"] == 100
    assert TEA not in str(told)  # it is kept with the commit


def test_who_asks_again_is_warned_of_the_same(company):
    company.desk(ANN).register(name="甲", company=TEA)
    first = company.desk(ANN, "a command").register(name="乙", company=TEA)
    company.desk(ANN).register(name="丙", company=TEA)

    assert company.desk(ANN, "a command").register(name="乙", company=TEA) == first


def test_a_setting_makes_an_equal_company_refuse(company):
    warning(company)
    company.desk(ANN).register(name="甲", company=TEA)

    with pytest.raises(Rejected) as refused:
        company.desk(BOB).register(name="乙", company="杭州西湖茶業有限責任公司")

    [told] = refused.value.fields["duplicates"]
    assert (told["field"], told["state"], told["holder"]) == ("company", "held", None)


def test_a_setting_lets_a_switchboard_be_shared_with_a_warning(company):
    warning(company, "phone", "company")
    first = company.desk(ANN).register(name="茶行", phones=[PHONE])

    second = company.desk(ANN).register(name="机械厂", phones=[PHONE])

    assert [told["holder"] for told in second["warnings"]] == [first["id"]]
    holders = [event.holder for event in company.events(IdentityReserved)]
    assert holders == [first["id"], second["id"]]
    told = company.desk(ANN).check(phones=[PHONE])["duplicates"]
    assert [one["holder"] for one in told] == holders


def test_once_it_refuses_again_nobody_else_gets_what_is_shared(company):
    warning(company, "phone", "company")
    for name in ("茶行", "机械厂"):
        company.desk(ANN).register(name=name, phones=[PHONE])
    warning(company, "company")

    with pytest.raises(Rejected) as refused:
        company.desk(ANN).register(name="食品店", phones=[PHONE])
    assert len(refused.value.fields["duplicates"]) == 2

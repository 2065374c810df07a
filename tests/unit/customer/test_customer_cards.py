"""An address book becomes customers: tried first, each for itself, under the rules of any other."""

import pytest

from kernel.refusal import Invalid
from services.customer.events import CustomerRegistered
from services.customer.portfolio import Limits
from services.customer.service.customer_cards import MOST
from tests.unit.customer.company import Company
from tests.unit.customer.test_contact_cards import cards, told
from tests.unit.people import ANN, BOB

WANG = {
    "name": "王伟", "company": "杭州茶行", "phones": ["138 0013 8000", "12"], "role": "采购",
    "addresses": [{"written": "浙江省杭州市西湖区文三路1号"}], "remark": "先打电话",
}  # fmt: skip
LI = {"name": "李娜", "phones": ["139 0013 9000"]}


@pytest.fixture
def company():
    return Company()


def test_each_card_is_a_customer_of_who_brings_it_in(company):
    answer = company.desk(ANN).import_cards(cards(WANG, LI))

    assert told(answer) == ["added", "added"]
    wang = company.customer(answer["items"][0]["customer_id"])
    assert (wang.owner, wang.profile.name, wang.profile.company) == ("ann", "王伟", "杭州茶行")
    assert [one.e164 for one in wang.profile.phones] == ["+8613800138000"]
    assert (wang.profile.addresses[0].city, wang.profile.remark) == ("杭州市", "先打电话")
    assert answer["items"][0]["left_out"] == ["12 is left out: it cannot be one of the phones"]


def test_they_may_lie_in_a_pool_that_there_is(company):
    answer = company.desk(ANN).import_cards(cards(LI), pool="public")
    found = company.customer(answer["items"][0]["customer_id"])

    assert (found.owner, found.lies_in) == (None, "public")
    with pytest.raises(Invalid) as refused:
        company.desk(ANN).import_cards(cards(LI), pool="nowhere", dry_run=True)
    assert refused.value.fields["errors"][0]["field"] == "pool"


def test_to_try_writes_nothing_and_says_what_would_be(company):
    company.desk(BOB).register(name="丝行", phones=["137 0013 7000"])
    taken, again = {"name": "陈静", "phones": ["13700137000"]}, LI | {"name": "娜娜"}
    file = cards(WANG, LI, taken, None, again)
    before = len(company.events())

    tried = company.desk(ANN).import_cards(file, dry_run=True)

    refused = ["duplicate", "unreadable-card", "duplicate-in-file"]
    assert told(tried) == ["added", "added", *refused]
    assert tried["items"][-1]["problem"]["fields"]["card"] == 2
    assert (len(company.events()), tried["position"]) == (before, None)
    done = company.desk(ANN).import_cards(file)
    assert told(done) == ["added", "added", "duplicate", "unreadable-card", "duplicate"]


def test_a_file_that_comes_again_adds_nobody(company):
    company.desk(ANN).import_cards(cards(WANG, LI))
    again = company.desk(ANN).import_cards(cards(WANG, LI))

    assert told(again) == ["duplicate", "duplicate"]
    assert len(company.events(CustomerRegistered)) == 2
    [duplicate] = again["items"][1]["problem"]["fields"]["duplicates"]
    assert (duplicate["state"], duplicate["owner"]) == ("yours", "ann")


def test_what_somebody_may_hold_counts():
    company = Company(Limits(1, 100))

    assert told(company.desk(ANN).import_cards(cards(WANG, LI))) == ["added", "holding-cap"]


@pytest.mark.parametrize("many", [[], [{"card": n} for n in range(MOST + 1)], None])
def test_there_are_some_cards_and_not_too_many(company, many):
    with pytest.raises(Invalid):
        company.desk(ANN).import_cards(many)

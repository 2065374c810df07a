import pytest

from services.customer.customer import Customer
from services.customer.duplicates import refusal
from services.customer.pool import Pool
from services.customer.profile import Key
from tests.unit.customer.examples import NOON
from tests.unit.people import ANN, BOB, MAY

NORTH = Pool(members=frozenset({"ann"}))
PHONE = Key("phones.0", "phone", "+8613800138000")
ANNS = Customer("c1", owner="ann")
FREE = Customer("c1", pool="public")
NORTHERN = Customer("c1", pool="north")
POOLS = {"public": Pool(), "north": NORTH}.__getitem__


@pytest.mark.parametrize(
    ("asker", "holder", "told"),
    [
        (ANN, ANNS, {"state": "yours", "holder": "c1", "owner": "ann"}),
        (BOB, ANNS, {"state": "held", "holder": None}),
        (MAY, ANNS, {"state": "held", "holder": "c1", "owner": "ann"}),
        (BOB, FREE, {"state": "pool", "holder": "c1", "pool": "public"}),
        (ANN, NORTHERN, {"state": "pool", "holder": "c1", "pool": "north"}),
        (MAY, NORTHERN, {"state": "pool", "holder": "c1", "pool": "north"}),
        (BOB, NORTHERN, {"state": "pool", "holder": None}),
        (MAY, FREE, {"state": "pool", "holder": "c1", "pool": "public"}),
    ],
)
def test_somebody_is_told_what_they_may_know_of_the_one_that_has_it(asker, holder, told):
    refused = refusal(asker, [(PHONE, holder)], POOLS, NOON)

    assert refused.slug == "duplicate"
    assert refused.fields["duplicates"] == [{"field": "phones.0", "key": "phone"} | told]


def test_every_duplicate_is_told():
    other = Key("emails.1", "email", "li@example.cn")

    told = refusal(ANN, [(PHONE, ANNS), (other, FREE)], POOLS, NOON).fields["duplicates"]

    assert [one["field"] for one in told] == ["phones.0", "emails.1"]

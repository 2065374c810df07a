"""The history that is made up for the bench could have been made by the services."""

from collections import defaultdict
from itertools import pairwise

import pytest

from bench.history import (
    EVENTS_OF_TEN,
    climbed,
    customer_id,
    followed_up,
    phone_number,
    with_claims,
)
from bench.seed import numbered
from kernel import Rejected
from kernel.log import MemoryLog
from tests.unit.customer.company import KEY, Company
from tests.unit.people import ANN

CUSTOMERS = range(40)


@pytest.fixture
def company() -> Company:
    log = MemoryLog("customer")
    for draft in with_claims(CUSTOMERS, KEY):
        log.append(draft)  # raises Conflict for a version that is taken
    return Company(logs=[log])


def test_positions_and_versions_have_no_hole() -> None:
    for history in (with_claims(CUSTOMERS, KEY), climbed(CUSTOMERS), followed_up(CUSTOMERS)):
        commits, versions = list(numbered(history, 0)), defaultdict(int)
        assert commits[0].position == 1
        assert all(later.position == earlier.last + 1 for earlier, later in pairwise(commits))
        for entry in (entry for commit in commits for entry in commit.entries):
            assert entry.version == versions[entry.stream] + 1
            versions[entry.stream] += 1


def test_ten_customers_have_so_many_events() -> None:
    histories = (with_claims(CUSTOMERS, KEY), climbed(CUSTOMERS), followed_up(CUSTOMERS))
    events = sum(len(draft.entries) for history in histories for draft in history)
    assert events == EVENTS_OF_TEN * len(CUSTOMERS) / 10


def test_the_services_go_on_with_it(company: Company) -> None:
    assert company.customer(customer_id(5)).owner == "seller-0"
    assert company.portfolio("seller-0").held == len(CUSTOMERS) / 5
    company.desk(ANN).claim(customer_id(1))
    assert company.customer(customer_id(1)).owner == "ann"


def test_a_phone_of_it_is_taken(company: Company) -> None:
    with pytest.raises(Rejected, match="already"):
        company.desk(ANN).register(name="again", pool="public", phones=[phone_number(7)])

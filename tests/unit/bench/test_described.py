"""The customers that the bench looks for could have been entered by people, and are found."""

from collections import defaultdict
from dataclasses import replace

import pytest

from bench import described as made
from bench.history import customer_id, phone_number
from bench.seed import numbered
from bench.sought import kinds
from kernel.event import Recorded
from kernel.log import MemoryLog
from services.analytics.directory import DIRECTORY
from services.analytics.search import searching
from services.customer.credit_code import parse
from tests.unit.analytics.matching import fits
from tests.unit.customer.company import KEY, Company
from tests.unit.people import MAY

NUMBER = 4  # with a contact and a switchboard


@pytest.fixture(scope="module")
def company() -> Company:
    log = MemoryLog("customer")
    for draft in made.described(range(8), KEY):
        log.append(draft)  # raises Conflict for a version that is taken
    return Company(logs=[log])


def test_versions_have_no_hole() -> None:
    versions: dict[str, int] = defaultdict(int)
    for commit in numbered(made.described(range(8), KEY), 0):
        for entry in commit.entries:
            assert entry.version == versions[entry.stream] + 1
            versions[entry.stream] += 1


@pytest.mark.parametrize(
    "asked",
    [
        {"phones": [phone_number(NUMBER)]},
        {"phones": [f"{made.AREA}{made.landline(NUMBER)}转8004"]},
        {"phones": [made.contacts_number(NUMBER)]},
        {"emails": [made.email(NUMBER)]},
        {"messaging": [vars(made.wechat(NUMBER))]},
        {"credit_code": made.credit_code(NUMBER)},
    ],
)
def test_each_is_known_by_all_its_keys(company: Company, asked: dict) -> None:
    [found] = company.desk(MAY).check(**asked)["duplicates"]
    assert found["holder"] == customer_id(NUMBER)


def test_a_credit_code_is_one() -> None:
    assert parse(made.credit_code(NUMBER)) == made.credit_code(NUMBER)


def entries(company: Company) -> list[str]:
    """Under what the customer is filed for the one box."""
    row = {"_id": customer_id(NUMBER)}
    for event in company.events():
        if getattr(event, "customer_id", "") == customer_id(NUMBER):
            row |= DIRECTORY.evolve(row, replace(HAPPENED, event=event, at=event.at))
    return row["grams"]


HAPPENED = Recorded(None, "customer", 1, 1, None, "seller-0")  # type: ignore[arg-type]


def test_what_the_bench_searches_for_is_there_to_be_found(company: Company) -> None:
    filed = entries(company)
    for q in (
        phone_number(NUMBER)[-4:], made.landline(NUMBER), made.contacts_number(NUMBER)[-6:],
        made.person(NUMBER + 7), made.email(NUMBER)[:8], made.wechat(NUMBER).id,
        made.credit_code(NUMBER)[8:], made.STREETS[NUMBER],
    ):  # fmt: skip
        assert fits(searching(q), filed), q


def test_every_kind_is_named_with_a_target() -> None:
    limits = {name.split(",")[0]: kind.goals[0].limit for name, kind in kinds(1_000).items()}
    assert limits == {"check": 30, "search": 100}

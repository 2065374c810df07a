"""A customer and its holder in one commit: claimed, released, assigned, over a log in memory."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from kernel import Invalid, Rejected
from services.customer.events import (
    CustomerAssigned,
    HoldingDropped,
    HoldingTaken,
)
from services.customer.portfolio import Limits
from tests.unit.customer.company import Company
from tests.unit.people import ANN, BOB, MAY


@pytest.fixture
def company():
    return Company()


def test_a_claim_is_one_commit_of_the_customer_and_the_claimer(company):
    id = company.desk(MAY).register(name="茶行", pool="public")["id"]

    answer = company.desk(ANN).claim(id)

    assert [entry.type for entry in company.log.commits[-1].entries] == [
        "CustomerClaimed", "HoldingTaken",
    ]  # fmt: skip
    assert answer == {"id": id, "version": 2, "position": "customer:3"}


def test_a_claim_counts_for_the_company_s_day(company):
    id = company.desk(MAY).register(name="茶行", pool="public")["id"]

    company.desk(ANN).claim(id)

    [taken] = company.events(HoldingTaken)
    assert taken.claimed_on == taken.at.astimezone(ZoneInfo("Asia/Shanghai")).date()
    assert company.settings.day(datetime(2026, 1, 5, 17, tzinfo=UTC)).day == 6


def test_claiming_your_own_customer_changes_nothing_even_when_your_hands_are_full():
    company = Company(Limits(holding_cap=1, claims_per_day=1))
    id = company.desk(MAY).register(name="茶行", pool="public")["id"]
    first = company.desk(ANN).claim(id)

    assert company.desk(ANN).claim(id) == first


def test_who_is_second_learns_who_was_first_even_when_their_hands_are_full():
    company = Company(Limits(holding_cap=1, claims_per_day=1))
    id = company.desk(ANN).register(name="茶行")["id"]
    company.desk(BOB).register(name="茶庄")

    with pytest.raises(Rejected) as caught:
        company.desk(BOB).claim(id)

    assert caught.value.slug == "already-claimed"
    assert caught.value.fields["owner"] == "ann"


def test_the_cap_holds_for_registered_assigned_and_claimed_customers():
    company = Company(Limits(holding_cap=1, claims_per_day=9))
    free = company.desk(MAY).register(name="茶行", pool="public")["id"]
    company.desk(ANN).register(name="茶庄")

    for command in (
        lambda: company.desk(ANN).register(name="茶楼"),
        lambda: company.desk(ANN).claim(free),
        lambda: company.desk(MAY).assign(free, to="ann"),
        lambda: company.desk(MAY).register(name="茶社", owner="ann"),
    ):
        with pytest.raises(Rejected, match="holding-cap"):
            command()
    assert company.portfolio("ann").held == 1


def test_claim_release_claim_does_not_get_around_the_daily_limit():
    company = Company(Limits(holding_cap=9, claims_per_day=2))
    id = company.desk(MAY).register(name="茶行", pool="public")["id"]
    for _ in range(2):
        company.desk(ANN).claim(id)
        company.desk(ANN).release(id, "no")

    with pytest.raises(Rejected, match="claims-per-day"):
        company.desk(ANN).claim(id)
    company.desk(MAY).assign(id, to="ann")  # a manager's gift is no claim


def test_releasing_empties_the_owner_s_hands_whoever_does_it(company):
    id = company.desk(ANN).register(name="茶行")["id"]

    company.desk(MAY).open_pool("north", "北区公海")
    company.desk(MAY).release(id, "on holiday", pool="north")

    assert company.portfolio("ann").held == 0
    assert company.events(HoldingDropped)[0].person == "ann"
    assert company.customer(id).pool == "north"


def test_a_reason_is_needed_to_release(company):
    id = company.desk(ANN).register(name="茶行")["id"]
    for reason in ("", "  ", "x" * 1001, None, "a\0b"):
        with pytest.raises(Invalid):
            company.desk(ANN).release(id, reason)
    assert company.customer(id).owner == "ann"


def test_assigning_moves_the_customer_from_one_holder_to_the_other(company):
    id = company.desk(ANN).register(name="茶行")["id"]

    answer = company.desk(MAY).assign(id, to="bob")

    assert (company.portfolio("ann").held, company.portfolio("bob").held) == (0, 1)
    assert company.events(CustomerAssigned)[0].owner_before == "ann"
    assert company.desk(MAY).assign(id, to="bob") == answer


def test_a_process_that_heard_of_another_owner_decides_with_the_present_one():
    company = Company(processes=2)
    id = company.desk(ANN).register(name="茶行")["id"]
    company.desk(MAY, process=1).assign(id, to="bob")

    company.desk(MAY, process=0).assign(id, to="cy")

    assert [company.portfolio(person).held for person in ("ann", "bob", "cy")] == [0, 0, 1]

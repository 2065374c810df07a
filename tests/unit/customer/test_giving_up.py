"""Giving a customer up gets around no rule of the pool that it came from."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from kernel import NotFound, Rejected
from services.customer import portfolio
from services.customer.customer import CUSTOMER
from services.customer.hurdles import require_cooled_down, require_same_past
from services.customer.ownership import claim
from services.customer.pool import Pool
from services.customer.portfolio import PORTFOLIO, Claims, Limits
from tests.unit.customer.company import Company
from tests.unit.customer.examples import NOON
from tests.unit.customer.test_hurdles import ruled
from tests.unit.customer.test_ownership import PUBLIC
from tests.unit.people import ANN, BOB, MAY

TODAY = datetime(2026, 1, 5, tzinfo=UTC)


@pytest.fixture
def company():
    """The pool north has ann and dora, and the public one everybody."""
    made = Company()
    made.desk(MAY).open_pool("north", "北区")
    made.desk(MAY).set_pool_members("north", members=["ann", "dora"])
    return made


def ruled_north(company, **rule):
    company.desk(MAY).set_pool_rules("north", rules=[{"name": "one"} | rule])
    return lying_north(company)


def lying_north(company):
    return company.desk(MAY).register(name="茶行", pool="north")["id"]


def test_without_a_word_it_goes_back_where_it_came_from(company):
    id = ruled_north(company, cooldown_days=30)
    company.desk(ANN).claim(id)

    company.desk(ANN).release(id, "no time")

    assert company.customer(id).pool == "north"
    with pytest.raises(Rejected, match="cooldown"):
        company.desk(ANN).claim(id)
    with pytest.raises(NotFound):
        company.desk(BOB).claim(id)


def test_many_go_back_each_where_it_came_from(company):
    ids = [lying_north(company), company.desk(ANN).register(name="茶庄")["id"]]
    company.desk(ANN).claim(ids[0])

    company.desk(ANN).release_many(ids, "no time")

    assert [company.customer(id).pool for id in ids] == ["north", "public"]


def test_also_who_is_no_member_gives_it_back(company):
    id = lying_north(company)
    company.desk(MAY).assign(id, to="bob")

    company.desk(BOB).release(id, "no time")

    assert company.customer(id).pool == "north"


def test_where_that_pool_has_been_closed_it_goes_into_the_public_one(company):
    id = lying_north(company)
    company.desk(ANN).claim(id)
    company.desk(MAY).close_pool("north")

    company.desk(ANN).release(id, "no time")

    assert company.customer(id).pool == "public"


def test_its_cool_down_goes_with_it_into_another_pool(company):
    id = ruled_north(company, cooldown_days=30)
    company.desk(ANN).claim(id)
    company.desk(ANN).release(id, "no time", pool="public")

    with pytest.raises(Rejected, match="cooldown"):
        company.desk(ANN).claim(id)
    company.desk(BOB).claim(id)
    company.desk(BOB).release(id, "no time")
    with pytest.raises(Rejected, match="cooldown"):
        company.desk(ANN).claim(id)


def test_the_longer_cool_down_of_both_pools_holds():
    customer = replace(CUSTOMER.initial, id="c1", former={"ann": NOON})
    _, short = ruled(cooldown_days=2)
    _, long = ruled(cooldown_days=5)
    late = NOON + timedelta(days=4)
    for terms, had in ((short, long), (long, short), (long, None)):
        with pytest.raises(Rejected, match="cooldown"):
            require_cooled_down(customer, ANN, terms, had, late)
    require_cooled_down(customer, ANN, short, None, late)
    require_cooled_down(customer, ANN, PUBLIC, short, late)


def test_the_day_s_count_of_the_pool_it_was_claimed_from_holds_in_another_one(company):
    id = ruled_north(company, claims_per_day=1)
    company.desk(ANN).claim(id)
    company.desk(ANN).release(id, "no time", pool="public")

    with pytest.raises(Rejected, match="claims-per-day"):
        company.desk(ANN).claim(id)
    company.desk(BOB).claim(id)


def test_a_claim_must_be_left_in_both():
    had = Claims(("north", "one"), TODAY.date(), 1)
    taken = portfolio.take(
        PORTFOLIO.initial, "ann", "c1", Limits(9, 9), TODAY, TODAY.date(), had.under
    )
    state = PORTFOLIO.fold(taken)
    with pytest.raises(Rejected, match="claims-per-day"):
        portfolio.take(state, "ann", "c2", Limits(9, 9), TODAY, TODAY.date(), had=had)
    free = Claims(had.under, TODAY.date(), 2)
    assert portfolio.take(state, "ann", "c2", Limits(9, 9), TODAY, TODAY.date(), had=free)


def test_a_claim_that_did_not_look_at_the_pool_before_is_decided_anew(company):
    id = lying_north(company)
    company.desk(ANN).claim(id)
    company.desk(ANN).release(id, "no time", pool="public")

    customer = company.customer(id)
    assert customer.had_from("ann") == "north"
    with pytest.raises(Rejected, match="owner-moved"):
        require_same_past(customer, ANN, None)
    with pytest.raises(Rejected, match="owner-moved"):
        claim(customer, ANN, Pool(), PUBLIC, NOON)
    assert require_same_past(customer, BOB, None) is None

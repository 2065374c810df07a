"""Given up into another pool of one's choice: the rules of both hold, and why not is told."""

import pytest

from kernel import Invalid, Rejected
from tests.unit.customer.company import Company
from tests.unit.people import ANN, BOB, MAY

DORA = ANN.__class__("dora", "sales")


@pytest.fixture
def company():
    """Two pools open to everybody, besides the public one."""
    made = Company()
    for id in ("north", "south"):
        made.desk(MAY).open_pool(id, id)
    return made


def ruled(company, pool, **rule):
    company.desk(MAY).set_pool_rules(pool, rules=[{"name": pool} | rule])


def lying(company, pool, by=MAY):
    return company.desk(by).register(name="茶行", pool=pool)["id"]


def given_up(company, by=ANN, into="south"):
    """Claimed out of north, and given up."""
    id = lying(company, "north")
    company.desk(by).claim(id)
    company.desk(by).release(id, "no time", pool=into)
    assert company.customer(id).pool == into
    return id


BEFORE = {  # what ann has from the pool already
    "claims_per_day": "claims-per-day",
    "holding_cap": "holding-cap",
}


@pytest.mark.parametrize(("rule", "slug"), BEFORE.items())
def test_the_day_and_the_cap_of_the_other_pool_hold(company, rule, slug):
    ruled(company, "south", **{rule: 1})
    had = lying(company, "south")
    company.desk(ANN).claim(had)
    id = given_up(company)

    with pytest.raises(Rejected, match=slug):
        company.desk(ANN).claim(id)
    company.desk(BOB).claim(id)


def test_what_was_given_up_does_not_count_against_the_cap_of_where_it_was(company):
    ruled(company, "north", holding_cap=1)
    given_up(company)

    company.desk(ANN).claim(lying(company, "north"))


@pytest.mark.parametrize(("north", "south"), [(30, None), (None, 30), (1, 30), (30, 1)])
def test_the_cool_down_of_either_pool_holds(company, north, south):
    for pool, days in (("north", north), ("south", south)):
        ruled(company, pool, cooldown_days=days)
    id = given_up(company)

    with pytest.raises(Rejected, match="cooldown"):
        company.desk(ANN).claim(id)
    company.desk(BOB).claim(id)


def test_new_data_is_protected_in_the_other_pool_too(company):
    ruled(company, "south", protection_hours=24)
    id = lying(company, "north", by=BOB)
    company.desk(ANN).claim(id)
    company.desk(ANN).release(id, "no time", pool="south")

    with pytest.raises(Rejected, match="protected"):
        company.desk(DORA).claim(id)
    company.desk(BOB).claim(id)


def test_who_has_it_from_there_holds_it_under_the_rules_of_there(company):
    ruled(company, "south", holding_cap=5)
    id = given_up(company)
    company.desk(BOB).claim(id)

    assert company.customer(id).hold.under[0] == "south"
    company.desk(BOB).release(id, "no time")
    assert company.customer(id).pool == "south"


@pytest.mark.parametrize("how", ["members", "closed", "unknown"])
def test_a_pool_that_one_may_not_use_is_refused_with_the_reason(company, how):
    pool = "west" if how == "unknown" else "south"
    if how == "members":
        company.desk(MAY).set_pool_members("south", members=["bob"])
    if how == "closed":
        company.desk(MAY).close_pool("south")
    id = lying(company, "north")
    company.desk(ANN).claim(id)
    before = company.log.head()

    with pytest.raises(Invalid) as refused:
        company.desk(ANN).release(id, "no time", pool=pool)

    [error] = refused.value.fields["errors"]
    said = (
        "the pool south has been closed"
        if how == "closed"
        else (f"there is no pool {pool} that you could use")
    )
    assert (error["field"], error["message"].partition(";")[0]) == ("pool", said)
    assert "north" in error["message"].partition(";")[2]
    assert company.log.head() == before


def test_of_a_closed_pool_of_others_nothing_is_told(company):
    company.desk(MAY).set_pool_members("south", members=["bob"])
    company.desk(MAY).close_pool("south")
    id = lying(company, "north")
    company.desk(ANN).claim(id)

    with pytest.raises(Invalid, match="invalid") as refused:
        company.desk(ANN).release(id, "no time", pool="south")
    assert "no pool south that you could use" in refused.value.fields["errors"][0]["message"]

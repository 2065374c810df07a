"""Rules and members of a pool that another process has just set: believed late, refused by now."""

import pytest

from kernel import NotFound, Rejected
from kernel.refusal import Invalid
from services.customer.customer import CUSTOMER
from tests.unit.customer.company import Company
from tests.unit.people import ANN, BOB, MAY

CAPPED = {"name": "all", "claims_per_day": 1}


@pytest.fixture
def company() -> Company:
    made = Company(processes=2)
    made.desk(MAY).open_pool("north", "北区公海")
    return made


def lying(company: Company, process: int = 0) -> str:
    id: str = company.desk(MAY, process=process).register(name="茶行", pool="north")["id"]
    return id


def looks(company: Company, process: int) -> list[str]:
    """The streams that are read from now on."""
    log, asked = company.processes[process].log, []
    original = log.excerpts

    def excerpts(after):
        asked.extend(after)
        return original(after)

    log.excerpts = excerpts
    return asked


def test_commands_within_a_second_look_at_their_pool_once(company):
    first, second = lying(company), lying(company)
    company.desk(ANN).claim(first)
    asked = looks(company, 0)

    company.desk(ANN).claim(second)
    lying(company)

    assert "pool/north" not in asked


def test_who_becomes_a_member_elsewhere_is_not_turned_away_here(company):
    company.desk(MAY).set_pool_members("north", ["bob"])
    id = lying(company)
    company.desk(BOB).claim(lying(company))
    company.desk(MAY, process=1).set_pool_members("north", ["ann"])

    company.desk(ANN).claim(id)

    assert company.customer(id).owner == "ann"


def test_a_pool_that_opens_elsewhere_takes_customers_here_at_once(company):
    with pytest.raises(Invalid):
        company.desk(ANN).register(name="茶行", pool="south")
    company.desk(MAY, process=1).open_pool("south", "南区公海")

    id = company.desk(ANN).register(name="茶行", pool="south")["id"]

    assert company.customer(id).pool == "south"


def test_rules_that_are_loosened_elsewhere_refuse_nobody_here(company):
    company.desk(MAY).set_pool_rules("north", [CAPPED])
    company.desk(ANN).claim(lying(company))
    with pytest.raises(Rejected, match="claims-per-day"):
        company.desk(ANN).claim(lying(company))
    company.desk(MAY, process=1).set_pool_rules("north", [])

    id = lying(company, process=1)
    company.desk(ANN).claim(id)

    assert company.customer(id).owner == "ann"


def test_what_is_set_here_holds_here_from_the_same_moment(company):
    id = lying(company)
    company.desk(BOB).claim(lying(company))
    company.desk(MAY).set_pool_members("north", ["ann"])

    with pytest.raises(NotFound):
        company.desk(BOB).claim(id)


def test_after_a_second_what_was_set_elsewhere_holds_here(company):
    states = company.processes[0]
    company.desk(BOB).claim(lying(company))
    id = lying(company)
    company.desk(MAY, process=1).set_pool_members("north", ["ann"])
    later = states._clock() + 1.0
    states._clock = lambda: later

    with pytest.raises(NotFound):
        company.desk(BOB).claim(id)
    assert states.load(CUSTOMER, id, fresh=True).state.owner is None

"""Who has a customer that will return is warned before, once, step by step."""

from functools import partial

import pytest

from services.customer.events import (
    CustomerRecycled,
    RecycleWarned,
)
from tests.integration.customer.clockwork import clockwork
from tests.log_contract import together

SILENT = {"name": "silent", "returns": [{"because": "silence", "days": 10}]}


@pytest.fixture
def company():
    with clockwork() as made:
        yield made


LADDER = [{"days": 7, "to": "owner"}, {"days": 3, "to": "owner"}, {"days": 3, "to": "manager"}]


def test_each_step_of_the_ladder_warns_once(company):
    early, late = company.held(4), company.held(8)
    company.ruled(SILENT | {"warnings": LADDER})

    for _ in range(3):
        company.tick()

    warned = [(w.customer_id, w.days, w.to, w.owner) for w in company.events(RecycleWarned)]
    assert sorted(warned) == sorted(
        [(early, 7, "owner", "ann"), (late, 3, "owner", "ann"), (late, 3, "manager", "ann")]
    )
    assert company.events(CustomerRecycled) == []


def test_a_warning_is_given_once_also_when_the_rows_never_hear_of_it(company):
    company.held(8)
    company.ruled(SILENT | {"warnings": LADDER})
    company.hear()
    for _ in range(3):
        company.begin_anew()
        company.ticker(hear=False).tick()
    together([partial(company.ticker(hear=False).tick) for _ in range(2)])

    warned = [(w.days, w.to) for w in company.events(RecycleWarned)]
    assert sorted(warned) == [(3, "manager"), (3, "owner")]

"""Moments of return are judged anew: by changed rules, for changed hands, after a rebuild."""

from datetime import timedelta

import pytest

from kernel.due_rows import DueRows
from services.customer.events import (
    CustomerRecycled,
)
from services.customer.service import returning
from tests.integration.customer.clockwork import ago, clockwork
from tests.unit.people import ANN, MAY

SILENT = {"name": "silent", "returns": [{"because": "silence", "days": 10}]}


@pytest.fixture
def company():
    with clockwork() as made:
        yield made


def test_what_is_due_does_not_wait_until_all_that_has_changed_is_judged(company, monkeypatch):
    company.held(20)
    company.ruled(SILENT)
    company.hear()
    ticker = company.ticker()
    ticker.tick()
    company.held(20)
    company.hear()
    refresh = ticker.agenda.refresh

    def endless():
        refresh()
        return True

    monkeypatch.setattr(ticker.agenda, "refresh", endless)
    assert ticker.tick() < 0.1
    assert len(company.events(CustomerRecycled)) == 2


def test_what_has_changed_hands_since_the_rows_were_folded_stays(company):
    ids = [company.held(20) for _ in range(3)]
    company.ruled(SILENT)
    company.hear()
    company.desk(MAY).assign(ids[0], to="bob")
    company.desk(ANN).release(ids[1], "no")
    company.desk(MAY).lock(ids[2], "in court")

    company.ticker(hear=False).tick()

    assert company.events(CustomerRecycled) == []
    assert company.portfolio("bob").held == 1
    assert company.tick() > 0  # and now that the rows know, nothing is due
    assert company.ticker().agenda.next() > ago(0)


def test_a_changed_rule_reaches_all_that_came_from_the_pool_page_by_page(company, monkeypatch):
    monkeypatch.setattr(returning, "PAGE", 3)
    ids = [company.held(20) for _ in range(10)]
    company.ruled(SILENT | {"returns": [{"because": "silence", "days": 100}]})
    company.tick()
    assert company.events(CustomerRecycled) == []

    company.ruled(SILENT | {"returns": [{"because": "silence", "days": 15}]})
    portions = 0
    company.hear()
    ticker = company.ticker()
    while ticker.agenda.refresh():
        portions += 1
    company.tick()

    assert portions >= 3
    fallen = company.events(CustomerRecycled)
    assert sorted(event.customer_id for event in fallen) == sorted(ids)
    assert {event.rules_version for event in fallen} == {2}


def test_a_rule_may_send_them_into_another_pool_as_long_as_that_is_open(company):
    company.desk(MAY).open_pool("cold", "冷宫")
    company.ruled(SILENT | {"return_to": "cold"})
    first = company.held(20)
    company.tick()
    assert company.customer(first).pool == "cold"
    company.desk(MAY).close_pool("cold")
    second = company.held(20)
    company.tick()
    assert company.customer(second).pool == "public"


def test_rows_that_were_built_anew_are_judged_anew(company):
    company.held(20)
    company.ruled(SILENT)
    company.hear()
    table = DueRows(company.database, "returns")
    table.put({"ghost": ago(-5)})
    table.set_mark({"generation": 7})

    company.ticker().tick()

    assert len(company.events(CustomerRecycled)) == 1
    assert "ghost" not in {due.id for due in table.due(ago(-9999), 100)}


def test_a_moment_that_was_judged_wrongly_is_put_right(company):
    """As one that a paused ticker wrote after another had known better."""
    id = company.held(4)
    company.ruled(SILENT)
    company.tick()
    table = DueRows(company.database, "returns")
    table.put({id: ago(1)})

    company.ticker().tick()

    assert company.events(CustomerRecycled) == []
    assert abs(table.next() - ago(-6)) < timedelta(minutes=5)

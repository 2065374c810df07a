"""Processes whose clocks are ten minutes apart: order, quota and identity do not depend on them."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count
from threading import local
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from kernel import Rejected, commits
from kernel.envelope import envelopes
from kernel.feed import feed
from kernel.mongo import MongoLog
from services.customer.events import CustomerClaimed
from services.customer.portfolio import Limits
from services.customer.service import owning, registering
from services.pipeline.service import moving, opening
from tests.contests import history
from tests.integration.servers import throwaway_database
from tests.log_contract import together
from tests.unit.customer.company import Company
from tests.unit.people import ANN, MAY
from tests.unit.pipeline.desk import Office
from tests.unit.pipeline.examples import OWNED_BY_ANN

SKEWS = (timedelta(minutes=10), timedelta(minutes=-10))
running = local()  # whose process the thread plays


def skewed() -> datetime:
    return datetime.now(UTC) + getattr(running, "skew", timedelta())


@pytest.fixture
def company(monkeypatch: pytest.MonkeyPatch) -> Iterator[Company]:
    for module in (commits, owning, registering):
        monkeypatch.setattr(module, "now", skewed)
    with throwaway_database() as database:
        logs = [MongoLog(database, "customer") for _ in SKEWS]
        logs[0].create_indexes()
        made = Company(Limits(holding_cap=100, claims_per_day=5), logs=logs)
        made.settings = replace(made.settings, zone=where_it_is_noon())
        yield made


def where_it_is_noon() -> ZoneInfo:
    """So that no midnight lies between the clocks, whenever this runs."""
    return ZoneInfo(f"Etc/GMT{datetime.now(UTC).hour - 12:+d}")


numbers = count()


def at(company: Company, process: int, who: Any, command: str = "") -> Any:
    """The service in one of the two processes, by the clock of its machine."""
    running.skew = SKEWS[process]
    return company.desk(who, command or f"skewed {next(numbers)}", process=process)


def test_positions_and_versions_follow_the_log_and_no_clock(company: Company) -> None:
    id = at(company, 0, MAY).register(name="茶行", pool="public")["id"]
    for turn in range(6):
        at(company, turn % 2, ANN).claim(id)
        at(company, (turn + 1) % 2, ANN).release(id, reason="试试") if turn < 4 else None

    log: Any = company.log
    documents = list(log.collection.find().sort("_id"))
    assert not any(history.damage(documents).values())
    times = [document["at"] for document in documents]
    assert times != sorted(times)  # the clocks did differ …
    page = feed(log, 0, 1_000)["events"]
    assert [e["position"] for e in page] == list(range(1, len(page) + 1))  # … and it is no matter
    assert len(company.events(CustomerClaimed)) == 5


def test_a_command_is_the_same_command_ten_minutes_earlier(company: Company) -> None:
    id = at(company, 0, MAY).register(name="茶行", pool="public")["id"]
    first = at(company, 0, ANN, "claim it").claim(id)
    assert at(company, 1, ANN, "claim it").claim(id) == first


def test_many_at_once_by_different_clocks_keep_the_quota_and_one_owner(company: Company) -> None:
    ids = [at(company, 0, MAY).register(name="茶行", pool="public")["id"] for _ in range(8)]
    people = [replace(ANN, actor=name) for name in ("ann", "bob")]

    def claim(id: str, person: Any, process: int) -> Any:
        return at(company, process, person).claim(id)

    together(
        [
            lambda id=id, person=person, process=process: claim(id, person, process)
            for id in ids
            for process, person in enumerate(people)
        ]
    )
    claimed = company.events(CustomerClaimed)
    assert len(claimed) == len({event.customer_id for event in claimed}) == 8
    assert all(company.portfolio(person.actor).held <= 5 for person in people)


def test_the_quota_of_a_day_holds_when_the_next_claim_is_dated_earlier(company: Company) -> None:
    ids = [at(company, 0, MAY).register(name="茶行", pool="public")["id"] for _ in range(6)]
    for number, id in enumerate(ids[:5]):
        at(company, number % 2, ANN).claim(id)
    with pytest.raises(Rejected, match="claims-per-day"):
        at(company, 1, ANN).claim(ids[5])


def test_a_deal_opened_by_a_fast_clock_is_won_by_a_slow_one(monkeypatch: Any) -> None:
    """Nobody named a time, so nobody is refused for one."""
    for module in (opening, moving):
        monkeypatch.setattr(module, "now", skewed)
    office = Office()
    office.owners.hear(OWNED_BY_ANN)
    running.skew = SKEWS[0]
    deal = office.desk(ANN).open_opportunity("c1", product="Longjing")["id"]
    running.skew = SKEWS[1]
    office.desk(ANN).change_stage(deal, "engaging")
    office.desk(ANN).win(deal, amount={"amount": "1.00", "currency": "CNY"})
    happened = [c.entries[0].data["at"] for c in office.log.commits]
    assert happened == sorted(happened)


def test_a_message_is_identified_by_its_position_and_not_by_its_time(company: Company) -> None:
    at(company, 0, MAY).register(name="茶行")
    at(company, 1, MAY).register(name="海纳")
    ids = [e["id"] for commit in company.log.after(0, 10) for e in envelopes("customer", commit)]
    assert ids == [f"/guanxi/customer/{number}" for number in range(1, len(ids) + 1)]

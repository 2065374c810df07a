"""Customers return to their pools at their moments, once, whatever happens to the ticker."""

from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import count

import pytest

from kernel.due_rows import Due, DueRows
from kernel.refusal import Unavailable
from services.activity.events import FollowUpLogged
from services.customer.events import (
    CustomerRecycled,
    HoldingDropped,
    RecycleWarned,
)
from services.pipeline.events import OpportunityOpened
from tests.integration.customer.clockwork import DAY, ago, clockwork
from tests.log_contract import together
from tests.unit.people import ANN

SILENT = {"name": "silent", "returns": [{"because": "silence", "days": 10}]}


@pytest.fixture
def company():
    with clockwork() as made:
        yield made


def called(id, days):
    at = ago(days)
    return FollowUpLogged("f1", id, "ann", "phone", "reached", "", None, at, at)


def test_a_silent_customer_returns_and_the_event_says_why(company):
    silent, fresh = company.held(10.1), company.held(9.9)
    company.ruled(SILENT)

    pause = company.tick()

    [fallen] = company.events(CustomerRecycled)
    assert (fallen.customer_id, fallen.owner_before, fallen.pool) == (silent, "ann", "public")
    assert (fallen.rule, fallen.days, fallen.rules_pool, fallen.rules_version) == (
        "silence", 10, "public", 1,
    )  # fmt: skip
    assert timedelta(hours=2) < datetime.now(UTC) - fallen.due_at < timedelta(hours=3)
    assert company.portfolio("ann").held == 1
    assert company.customer(fresh).owner == "ann"
    assert 0 < pause <= 1
    last = company.log.after(0, 1_000)[-1]
    assert [entry.type for entry in last.entries] == ["CustomerRecycled", "HoldingDropped"]
    assert company.desk(ANN).claim(silent)["version"] == 3


def test_the_next_look_is_at_the_next_moment(company):
    company.held(10 - 0.4 / 86_400)
    company.ruled(SILENT)
    company.hear()
    ticker = company.ticker()
    while not company.events(CustomerRecycled):
        assert ticker.tick() <= 1
    [fallen] = company.events(CustomerRecycled)
    assert fallen.at - fallen.due_at < timedelta(seconds=5)


def test_a_follow_up_or_a_deal_puts_it_off(company):
    called_upon, dealing, left = (company.held(20) for _ in range(3))
    idle = {"because": "no-opportunity", "days": 15}
    company.ruled({"name": "both", "returns": [{"because": "silence", "days": 10}, idle]})
    for id in (called_upon, dealing):
        company.elsewhere("activity", called(id, 3))
    opened = OpportunityOpened(
        "o1", dealing, "x", None, "ann", "engaging", None, None, ago(9), "ann", ago(9)
    )
    company.elsewhere("pipeline", opened)

    company.tick()

    fallen = {event.customer_id: event.rule for event in company.events(CustomerRecycled)}
    assert fallen == {called_upon: "no-opportunity", left: "silence"}


def test_news_that_is_on_its_way_is_waited_for(company):
    """Nobody loses a customer whom they have called, because a message is late."""
    id = company.held(20)
    company.ruled(SILENT)
    company.hear()
    ticker = company.ticker()
    ticker.settle = lambda: company.elsewhere("activity", called(id, 1))

    ticker.tick()

    assert company.events(CustomerRecycled) == []


def test_when_others_cannot_be_heard_nobody_loses_anything(company):
    company.held(20)
    company.ruled(SILENT)
    company.hear()

    def away():
        raise Unavailable("service-away")

    ticker = company.ticker()
    ticker.settle = away
    with pytest.raises(Unavailable):
        ticker.tick()
    assert company.events(CustomerRecycled) == []


def test_killed_between_the_commit_and_the_row_it_is_done_once(company):
    company.held(20)
    company.ruled(SILENT)
    company.hear()
    for _ in range(3):  # the rows never hear of what was done
        company.begin_anew()
        company.ticker(hear=False).tick()

    assert len(company.events(CustomerRecycled)) == len(company.events(HoldingDropped)) == 1


def test_two_tickers_at_once_do_everything_once_also_after_a_long_stop(company):
    for _ in range(30):
        company.held(400)
    company.ruled(SILENT | {"warnings": [{"days": 3, "to": "owner"}]})
    company.hear()

    together([partial(company.ticker(hear=False).tick) for _ in range(2)])

    fallen = [event.customer_id for event in company.events(CustomerRecycled)]
    assert len(fallen) == len(set(fallen)) == 30
    assert company.events(RecycleWarned) == []
    assert company.portfolio("ann").held == 0


def test_one_of_two_running_tickers_works_and_the_other_stands_by(company):
    first, second = company.ticker(), company.ticker()
    assert first.lease.acquire()
    assert not second.lease.acquire()
    first.lease.release()
    assert second.lease.acquire()


def test_the_time_is_that_of_the_database(company, monkeypatch):
    """The process may live in another decade."""
    company.held(20)
    company.ruled(SILENT)
    company.hear()
    ticker = company.ticker()
    monkeypatch.setattr(ticker, "now", lambda: datetime(2001, 1, 1, tzinfo=UTC))
    ticker.tick()
    assert company.events(CustomerRecycled) == []
    monkeypatch.undo()
    assert abs(ticker.now() - datetime.now(UTC)) < timedelta(minutes=1)
    ticker.tick()
    [fallen] = company.events(CustomerRecycled)
    assert fallen.at <= ticker.now()


def test_what_fails_does_not_keep_the_others_waiting(company, monkeypatch):
    ids = [company.held(20 + number) for number in range(3)]
    company.ruled(SILENT)
    company.hear()
    ticker = company.ticker()
    fire, failed = ticker.agenda.fire, count()

    def poisoned(due, now):
        if due.id == ids[2]:  # the first of all
            next(failed)
            raise ValueError("a defect")
        fire(due, now)

    monkeypatch.setattr(ticker.agenda, "fire", poisoned)
    for _ in range(5):
        company.hear()
        ticker.tick()

    assert len(company.events(CustomerRecycled)) == 2
    assert next(failed) == 1  # it is left alone for a while


def test_a_due_table_answers_the_oldest_first_and_forgets(company):
    table = DueRows(company.database, "reminders")
    at = datetime(2026, 1, 5, tzinfo=UTC)
    table.put({"a": at + DAY, "b": at, "c": at + 2 * DAY})
    assert table.due(at + DAY, 10) == [Due("b", at), Due("a", at + DAY)]
    assert table.due(at + DAY, 1) == [Due("b", at)]
    assert table.next() == at
    table.put({"b": None, "a": at + 3 * DAY})
    assert table.next() == at + 2 * DAY
    table.set_mark({"customer": 7})
    table.forget()
    assert (table.next(), table.mark()) == (None, {})

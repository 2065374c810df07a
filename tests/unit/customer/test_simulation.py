"""What other rules would have done, over a history as the timeline has it."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from kernel import Forbidden, Invalid
from kernel.form import Form
from kernel.testing import project, recorded
from services.activity.events import FollowUpLogged
from services.analytics import timeline
from services.analytics.timeline import TIMELINE
from services.customer.events import (
    CustomerAssigned,
    CustomerClaimed,
    CustomerRecycled,
    PoolRule,
    Return,
)
from services.customer.judging import Ruling
from services.customer.service.simulating import read_span
from services.customer.simulation import Span, moves, read
from services.pipeline.events import Money, OpportunityLost, OpportunityOpened
from tests.unit.customer.company import Company
from tests.unit.customer.examples import IN_POOL, MORNING
from tests.unit.people import ANN, BOB, MAY

ZONE = ZoneInfo("Asia/Shanghai")
DAY = timedelta(days=1)
CLAIMED = CustomerClaimed("c1", "ann", MORNING)
YEAR = Span(MORNING - 9 * DAY, MORNING + 365 * DAY)


def rules(*returns, **rule):
    made = PoolRule("one", returns=tuple(Return(*one) for one in returns), **rule)
    return Ruling((made,), 1, ZONE)


def source(event):
    return type(event).__module__.split(".")[1]


def told(*events):
    """As the timeline tells it."""
    history = [
        recorded(event, position, source=source(event), at=event.at)
        for position, event in enumerate([IN_POOL, CLAIMED, *events], start=1)
    ]
    rows = sorted(project(TIMELINE, *history).items())
    return [timeline.shown(row) | {"customer_id": "c1"} for _, row in rows]


def moved(*events, by, span=YEAR, pool="public"):
    found = moves(read(told(*events)), pool, by, span)
    return [((move.at - MORNING) / DAY, move.owner, move.found.because) for move in found]


def called(days):
    at = MORNING + days * DAY
    return FollowUpLogged("f1", "c1", "ann", "phone", "reached", "hello", None, at, at)


def given(to, days):
    return CustomerAssigned("c1", to, "may", None, MORNING + days * DAY)


SILENCE = rules(("silence", 30))


def test_a_customer_moves_on_the_day_on_which_it_would_have_been_silent_for_too_long():
    assert moved(by=SILENCE) == [(30, "ann", "silence")]
    assert moved(called(20), called(49), by=SILENCE) == [(79, "ann", "silence")]
    assert moved(called(20), called(51), by=SILENCE) == [(50, "ann", "silence")]


def test_what_has_moved_stays_until_somebody_really_gets_it():
    assert moved(called(40), given("bob", 100), by=SILENCE) == [
        (30, "ann", "silence"), (130, "bob", "silence"),
    ]  # fmt: skip


def test_what_really_returned_is_not_moved_again():
    at = MORNING + 20 * DAY
    gone = CustomerRecycled("c1", "public", "ann", "silence", 20, "public", 1, at, at)
    assert moved(gone, by=SILENCE) == []


def test_only_the_time_asked_for_counts_and_what_is_overdue_goes_on_its_first_day():
    later = Span(MORNING + 60 * DAY, MORNING + 70 * DAY)
    assert moved(by=SILENCE, span=later) == [(60, "ann", "silence")]
    before = Span(MORNING, MORNING + 30 * DAY)
    assert moved(by=SILENCE, span=before) == []


def test_deals_count_as_they_are_told():
    opened = OpportunityOpened(
        "o1", "c1", "x", None, "ann", "engaging", Money("10.00", "CNY"), MORNING.date(),
        MORNING, "ann", MORNING + 5 * DAY,
    )  # fmt: skip
    lost = OpportunityLost("o1", "c1", "ann", "price", "ann", MORNING + 50 * DAY)
    idle = rules(("no-opportunity", 10))
    assert moved(opened, lost, by=idle) == [(60, "ann", "no-opportunity")]


def test_other_pools_rules_move_nothing():
    assert moved(by=SILENCE, pool="north") == []


def test_days_are_those_of_the_pool_and_none_is_to_come():
    now = datetime(2026, 3, 1, 17, tzinfo=UTC)  # the second in Shanghai
    with Form() as form:
        span = read_span(form, "2026-02-01", None, ZONE, now)
    assert span == Span(datetime(2026, 1, 31, 16, tzinfo=UTC), now)
    for begin, end in [
        ("2026-03-03", None), ("2026-02-01", "2026-03-03"), ("2026-02-02", "2026-02-01"),
        ("2020-01-01", "2026-01-01"), (None, None), ("x", None),
    ]:  # fmt: skip
        with pytest.raises(Invalid), Form() as form:
            read_span(form, begin, end, ZONE, now)


@pytest.mark.parametrize(
    ("begin", "end", "field"),
    [("2020-01-01", None, "from"), ("2026-02-01", "2026-03-03", "to"), ("x", None, "from")],
)
def test_the_day_that_is_wrong_is_blamed(begin, end, field):
    now = datetime(2026, 3, 1, 17, tzinfo=UTC)
    with pytest.raises(Invalid) as caught, Form() as form:
        read_span(form, begin, end, ZONE, now)
    assert [error["field"] for error in caught.value.fields["errors"]] == [field]


WANTED = {"rules": [{"name": "all"}], "from_": "2026-01-01"}


def test_who_sets_a_pool_up_simulates_its_rules_and_nothing_is_written():
    company, wanted = Company(), WANTED
    with pytest.raises(Forbidden):
        company.desk(ANN).simulate_pool_rules("public", **wanted)
    company.desk(MAY).set_pool_admins("public", ["ann"])
    desk = company.desk(ANN)
    desk._came_from = lambda *asked: []
    assert desk.simulate_pool_rules("public", **wanted)["items"] == []
    with pytest.raises(Forbidden):
        company.desk(BOB).simulate_pool_rules("public", **wanted)
    head = company.log.head()
    with pytest.raises(Invalid):
        company.desk(MAY).simulate_pool_rules("public", **wanted | {"rules": "x"})
    assert company.log.head() == head

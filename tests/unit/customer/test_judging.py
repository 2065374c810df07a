"""When a held customer returns by itself, and who is warned before."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from kernel.testing import project, recorded
from services.activity.events import FollowUpLogged
from services.customer.events import (
    Condition,
    CustomerAssigned,
    CustomerClaimed,
    CustomerEdited,
    CustomerLocked,
    CustomerReleased,
    CustomerUnlocked,
    PoolRule,
    PoolRulesSet,
    RecycleWarned,
    Return,
    WarningStep,
)
from services.customer.judging import next_moment, overdue_warnings, ruling, verdict
from services.customer.known_pools import POOLS
from services.customer.returns import HELD
from services.pipeline.events import (
    OpportunityLost,
    OpportunityOpened,
    OpportunityWon,
    StageAdvanced,
    StageReverted,
)
from tests.unit.customer.examples import IN_POOL, MORNING

ZONE = ZoneInfo("Asia/Shanghai")
DAY = timedelta(days=1)
CLAIMED = CustomerClaimed("c1", "ann", MORNING)
SILENCE, IDLE, ORDERS, ENDED = "silence", "no-opportunity", "no-won-deal", "contract-ended"


def by(*returns, **rule):
    found = tuple(Return(because, days) for because, days in returns)
    return PoolRule(rule.pop("name", "all"), returns=found, **rule)


def judged(*events, rules):
    """The row of the customer after these events, and the verdict on it."""
    history = [
        recorded(event, position, source=source(event))
        for position, event in enumerate([IN_POOL, CLAIMED, *events], start=1)
    ]
    row = project(HELD, *history).get("c1")
    told = PoolRulesSet("public", 3, None, tuple(rules), "may", MORNING)
    return row, verdict(row, ruling(project(POOLS, told)["public"], ZONE))


def source(event):
    return type(event).__module__.split(".")[1]


def due(*events, rules):
    found = judged(*events, rules=rules)[1]
    return found and (found.due_at - MORNING, found.because)


def called(at):
    return FollowUpLogged("f1", "c1", "ann", "phone", "reached", "", None, at, at)


def opened(at, id="o1"):
    return OpportunityOpened(id, "c1", "x", None, "ann", "engaging", None, None, at, "ann", at)


def won(at, id="o1"):
    return OpportunityWon(id, "c1", "ann", None, "ann", at)


def lost(at, id="o1"):
    return OpportunityLost(id, "c1", "ann", "price", "ann", at)


def climbed(to, was="claimed"):
    return StageAdvanced("c1", was, to, "ann", None, MORNING)


def test_silence_counts_from_the_claim_and_from_each_follow_up():
    rules = [by((SILENCE, 30))]
    assert due(rules=rules) == (30 * DAY, SILENCE)
    assert due(called(MORNING + 4 * DAY), rules=rules) == (34 * DAY, SILENCE)
    late_entry = called(MORNING - 9 * DAY)  # of what was said before the claim
    assert due(called(MORNING + 4 * DAY), late_entry, rules=rules) == (34 * DAY, SILENCE)
    assert due(late_entry, rules=rules) == (30 * DAY, SILENCE)


def test_a_new_owner_begins_anew():
    given = CustomerAssigned("c1", "bob", "may", "ann", MORNING + 9 * DAY)
    assert due(given, rules=[by((SILENCE, 30))]) == (39 * DAY, SILENCE)


def test_nobody_loses_what_nobody_holds():
    gone = CustomerReleased("c1", "ann", "no", "public", "ann", MORNING)
    assert due(gone, rules=[by((SILENCE, 30))]) is None
    assert due(rules=[]) is None


def test_an_open_deal_keeps_a_customer_and_its_end_begins_anew():
    rules = [by((IDLE, 10))]
    assert due(rules=rules) == (10 * DAY, IDLE)
    assert due(opened(MORNING + DAY), rules=rules) is None
    assert due(opened(MORNING), lost(MORNING + 5 * DAY), rules=rules) == (15 * DAY, IDLE)
    second = opened(MORNING, "o2")
    assert due(opened(MORNING), second, lost(MORNING + 5 * DAY), rules=rules) is None


def test_a_won_deal_counts_as_an_order():
    rules = [by((ORDERS, 100))]
    assert due(opened(MORNING), rules=rules) == (100 * DAY, ORDERS)
    assert due(opened(MORNING), won(MORNING + 5 * DAY), rules=rules) == (105 * DAY, ORDERS)


def test_won_customers_are_spared_unless_the_rule_says_otherwise():
    both = ((SILENCE, 30), (IDLE, 40))
    assert due(climbed("won"), rules=[by(*both)]) is None
    assert due(climbed("won"), rules=[by(*both, returns_won=True)]) == (30 * DAY, SILENCE)
    back = StageReverted("c1", "won", "intent", "ann", "gave back", MORNING)
    assert due(climbed("won"), back, rules=[by(*both)]) == (30 * DAY, SILENCE)
    assert due(climbed("won"), rules=[by((ORDERS, 9))]) == (9 * DAY, ORDERS)


def test_a_contract_has_ended_when_its_last_day_is_over_in_the_pool_s_zone():
    edited = CustomerEdited(
        customer_id="c1", name="x", contract_ends_on=datetime(2026, 3, 31).date(),
        changed=("contract_ends_on",), by="ann", at=MORNING,
    )  # fmt: skip
    rules = [by((ENDED, 7))]
    assert due(rules=rules) is None
    assert judged(edited, rules=rules)[1].due_at == datetime(2026, 4, 7, 16, tzinfo=UTC)
    after = CustomerAssigned("c1", "bob", "may", "ann", datetime(2026, 5, 1, tzinfo=UTC))
    assert judged(edited, after, rules=rules)[1].due_at == datetime(2026, 5, 8, tzinfo=UTC)


def test_of_several_reasons_the_earliest_counts_and_of_several_rules_the_first_that_fits():
    retail = (Condition("industry", ("Retail",)),)
    rules = [by((SILENCE, 9), (IDLE, 5), conditions=retail), by((SILENCE, 1), name="rest")]
    assert due(rules=rules) == (5 * DAY, IDLE)
    other = CustomerEdited(
        customer_id="c1", name="x", changed=("industry",), by="ann", at=MORNING
    )  # fmt: skip
    assert due(other, rules=rules) == (DAY, SILENCE)


def test_a_lock_puts_a_return_off_and_a_lock_without_end_prevents_it():
    rules = [by((SILENCE, 5))]
    until = CustomerLocked("c1", MORNING + 9 * DAY, "in court", "may", MORNING)
    assert due(until, rules=rules) == (9 * DAY, SILENCE)
    for_good = CustomerLocked("c1", None, "in court", "may", MORNING)
    assert due(for_good, rules=rules) is None
    unlocked = CustomerUnlocked("c1", "may", MORNING)
    assert due(for_good, unlocked, rules=rules) == (5 * DAY, SILENCE)


LADDER = tuple(
    WarningStep(days, to) for days, to in ((7, "owner"), (5, "manager"), (3, "owner"))
)  # fmt: skip
LAID = [by((SILENCE, 10), warnings=LADDER)]


def warned(days, to, at=MORNING + 10 * DAY):
    return RecycleWarned("c1", "ann", to, SILENCE, days, "public", 3, at, MORNING)


@pytest.mark.parametrize(
    ("given", "following"),
    [
        ((), 3), ((warned(7, "owner"),), 5), ((warned(7, "owner"), warned(5, "manager")), 7),
        ((warned(5, "manager"), warned(3, "owner")), 10),
        ((warned(7, "owner", MORNING),), 3),  # of an earlier return
    ],
)  # fmt: skip
def test_warnings_come_one_after_the_other_and_then_the_return(given, following):
    row, found = judged(*given, rules=LAID)
    assert next_moment(found, row) - MORNING == following * DAY


def test_after_a_long_stop_each_is_warned_once_and_by_the_most_urgent_step():
    row, found = judged(rules=LAID)
    assert overdue_warnings(found, row, MORNING + 2 * DAY) == []
    assert overdue_warnings(found, row, MORNING + 8 * DAY) == [LADDER[2], LADDER[1]]
    row, found = judged(warned(3, "owner"), rules=LAID)
    assert overdue_warnings(found, row, MORNING + 8 * DAY) == [LADDER[1]]


def test_a_follow_up_after_a_warning_begins_the_ladder_anew():
    row, found = judged(warned(7, "owner"), called(MORNING + 4 * DAY), rules=LAID)
    assert next_moment(found, row) - MORNING == 7 * DAY

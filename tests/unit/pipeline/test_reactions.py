from dataclasses import replace
from datetime import date

import pytest

from kernel.codec import Codec
from kernel.commits import Commits
from kernel.context import Context
from kernel.log import MemoryLog
from kernel.states import States
from kernel.testing import recorded
from services.activity.events import FollowUpLogged, NewOpportunity
from services.pipeline.events import Event
from services.pipeline.opportunity import OPPORTUNITY
from services.pipeline.reactions import REACTIONS, react
from tests.unit.pipeline.examples import (
    ASSIGNED_TO_BOB,
    CLAIMED_BY_ANN,
    ENGAGED,
    IN_POOL,
    LOST,
    NOON,
    OPENED,
    OWNED_BY_ANN,
    RELEASED,
    WON,
    YUAN,
    advanced,
)


def rungs(*events):
    """Where the customer stood, one after the other, when these had been reacted to."""
    log, codec = MemoryLog("pipeline"), Codec(Event)
    for position, event in enumerate(events, start=1):
        if changes := react(recorded(event, position)):
            Commits(States(log, codec), Context(command_id=str(position))).commit(*changes)
    stored = [codec.load(e.type, e.v, e.data) for commit in log.commits for e in commit.entries]
    return [event.to for event in stored]


@pytest.mark.parametrize(
    ("events", "stood"),
    [
        ([IN_POOL], []),
        ([OWNED_BY_ANN], ["claimed"]),
        ([IN_POOL, CLAIMED_BY_ANN], ["claimed"]),
        ([OWNED_BY_ANN, ASSIGNED_TO_BOB], ["claimed"]),
        ([OWNED_BY_ANN, RELEASED], ["claimed", "pool"]),
        ([OWNED_BY_ANN, RELEASED, CLAIMED_BY_ANN], ["claimed", "pool", "claimed"]),
        ([OWNED_BY_ANN, WON], ["claimed", "won"]),
        ([OWNED_BY_ANN, WON, WON, ASSIGNED_TO_BOB], ["claimed", "won"]),
        ([OWNED_BY_ANN, OPENED, ENGAGED, LOST], ["claimed"]),
        ([IN_POOL, WON], ["won"]),
    ],
)
def test_what_happens_to_a_customer_moves_it_on_its_ladder(events, stood):
    assert rungs(*events) == stood


def test_a_won_deal_without_a_customer_moves_nobody():
    assert rungs(type(WON)("o1", None, "ann", None, "ann", WON.at)) == []


def test_a_deal_that_came_of_a_conversation_is_opened_by_who_had_it():
    deal = NewOpportunity("o5", "春茶", "Longjing", "1200.00", "CNY", date(2026, 3, 1))
    talk = FollowUpLogged("f1", "c1", "ann", "visit", "x", "", None, NOON, NOON, opens=deal)
    [made] = react(recorded(talk))
    [opened] = made.decide(OPPORTUNITY.initial)
    assert (made.stream, made.creates) == ("opportunity/o5", True)
    assert (opened.customer_id, opened.owner, opened.by, opened.at) == ("c1", "ann", "ann", NOON)
    assert (opened.name, opened.product, opened.stage) == ("春茶", "Longjing", "prospecting")
    assert (opened.amount, opened.expected_close) == (YUAN, date(2026, 3, 1))
    assert react(recorded(replace(talk, opens=None))) == []
    [free] = react(recorded(replace(talk, opens=replace(deal, amount=None, currency=None))))
    assert free.decide(OPPORTUNITY.initial)[0].amount is None


def test_its_own_steps_are_no_reason_for_another():
    assert react(recorded(advanced("pool", "claimed"))) == []


def test_all_sources_can_be_read():
    assert set(REACTIONS.sources) == {"customer", "pipeline", "activity"}
    assert "HoldingTaken" in REACTIONS.sources["customer"].types  # known, and passed by

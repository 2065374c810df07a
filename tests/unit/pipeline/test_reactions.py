from dataclasses import replace
from datetime import date

import pytest

from kernel.change import change
from kernel.codec import Codec
from kernel.commits import Commits
from kernel.context import Context
from kernel.log import MemoryLog
from kernel.states import States
from kernel.testing import recorded
from services.activity.events import Effect, FollowUpLogged, NewOpportunity
from services.pipeline.events import UPCASTS, Event, PipelinePublished, PipelineStage
from services.pipeline.opportunity import OPPORTUNITY
from services.pipeline.pipelines import PIPELINE
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


DEAL_TOLD = NewOpportunity("o5", "春茶", "Longjing", "1200.00", "CNY", date(2026, 3, 1))
TALK = FollowUpLogged("f1", "c1", "ann", "visit", "x", "", None, NOON, NOON, opens=DEAL_TOLD)


def opened_from(talk, *published):
    """What is written when the pipelines are as they were published."""
    states = States(MemoryLog("pipeline"), Codec(Event, UPCASTS))
    for number, event in enumerate(published):
        context = Context("may", "manager", f"{number}")
        told = change(PIPELINE, event.pipeline_id, lambda _, event=event: [event])
        Commits(states, context).commit(told)
    [made, *rest] = react(recorded(talk))(states)
    assert (made.stream, made.creates, rest) == ("opportunity/o5", True, [])
    [opened] = made.decide(OPPORTUNITY.initial)
    return opened


def test_a_deal_that_came_of_a_conversation_is_opened_by_who_had_it():
    opened = opened_from(TALK)
    assert (opened.customer_id, opened.owner, opened.by, opened.at) == ("c1", "ann", "ann", NOON)
    assert (opened.name, opened.product, opened.stage) == ("春茶", "Longjing", "prospecting")
    assert (opened.amount, opened.expected_close) == (YUAN, date(2026, 3, 1))
    assert opened.follow_up_id == "f1"
    assert (opened.pipeline_version, opened.probability) == (1, 10)
    assert react(recorded(replace(TALK, opens=None))) == []
    free = opened_from(replace(TALK, opens=replace(DEAL_TOLD, amount=None, currency=None)))
    assert free.amount is None


def test_it_runs_on_the_pipeline_as_it_was_published_last():
    stages = (PipelineStage("met", "Met", 5, 14), PipelineStage("tasted", "Tasted", 60, None))
    opened = opened_from(TALK, PipelinePublished("default", 2, "Tea", stages, (), "may", NOON))
    assert (opened.pipeline_id, opened.pipeline_version, opened.stage) == ("default", 2, "met")
    assert (opened.probability, opened.expected_days) == (5, 14)


def test_a_key_may_open_a_deal_and_move_the_customer_as_well():
    up = replace(TALK, effects=(Effect("raise", None),))
    states = States(MemoryLog("pipeline"), Codec(Event, UPCASTS))
    assert [made.stream for made in react(recorded(up))(states)] == ["opportunity/o5", "ladder/c1"]


def test_its_own_steps_are_no_reason_for_another():
    assert react(recorded(advanced("pool", "claimed"))) == []


def test_all_sources_can_be_read():
    assert set(REACTIONS.sources) == {"customer", "pipeline", "activity"}
    assert "HoldingTaken" in REACTIONS.sources["customer"].types  # known, and passed by

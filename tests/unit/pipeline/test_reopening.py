"""A closed deal that runs again: where, at whose word, and of whom."""

from dataclasses import replace

from kernel import Forbidden, NotFound
from kernel.testing import specify
from services.pipeline.events import (
    OpportunityReassigned,
    OpportunityReopened,
    OpportunityShared,
    PipelineStage,
    Share,
)
from services.pipeline.moving import lose
from services.pipeline.opportunity import OPPORTUNITY
from services.pipeline.reopening import reopen
from tests.unit.people import ANN, BOB, MAY
from tests.unit.pipeline.examples import LOST, MORNING, NOON, WON
from tests.unit.pipeline.test_pipelines import MOVE, RUNS, TALK, VISIT, moved

given = specify(OPPORTUNITY)


def reopened(was: str, to: PipelineStage, by: str = "ann") -> OpportunityReopened:
    about = ("projects", 1, to.probability, to.expected_days, NOON)
    return OpportunityReopened("o1", "c1", "ann", was, to.id, "they called", by, NOON, *about)


AGAIN = MOVE | {"reason": "they called"}


def test_a_lost_deal_is_reopened_where_it_stood_or_before():
    stood = moved("talk", VISIT)
    given(RUNS, stood, LOST).when(reopen, to=None, **AGAIN).then(reopened("lost", VISIT))
    given(RUNS, stood, LOST).when(reopen, to="talk", **AGAIN).then(reopened("lost", TALK))
    given(RUNS, stood, LOST).when(reopen, to="offer", **AGAIN).rejected("beyond-where-it-stood")
    given(RUNS, stood).when(reopen, to=None, **AGAIN).then()


def test_a_won_deal_is_reopened_by_a_manager():
    given(RUNS, WON).when(reopen, to=None, **AGAIN).refused(Forbidden, "role-not-allowed")
    given(RUNS, WON).when(reopen, to=None, **AGAIN | {"asker": MAY}).then(
        reopened("won", TALK, "may")
    )


def test_a_reopened_deal_runs_and_is_closed_again():
    given(RUNS, LOST, reopened("lost", TALK)).when(
        lose, reason="too dear", asker=ANN, at=NOON
    ).then(replace(LOST, was="talk"))


def test_a_colleague_s_deal_is_not_reopened():
    given(RUNS, LOST).when(reopen, to=None, **AGAIN | {"asker": BOB}).refused(NotFound, "not-found")


def test_what_somebody_who_has_left_had_lost_is_of_who_reopens_it():
    parts = (Share("ann", "60"), Share("bob", "40"))
    shared = OpportunityShared("o1", "c1", parts, "ann", MORNING)
    again = replace(reopened("lost", TALK, "may"), shares=parts)
    taken = OpportunityReassigned("o1", "c1", "ann", "may", "may", NOON)
    mays = OpportunityShared("o1", "c1", (Share("may", "60"), Share("bob", "40")), "may", NOON)
    asked = AGAIN | {"asker": MAY, "to": None}
    given(RUNS, shared, LOST).when(reopen, owner_gone=True, **asked).then(again, taken, mays)
    given(RUNS, shared, LOST).when(reopen, **asked).then(again)

from dataclasses import replace
from datetime import timedelta

import pytest

from kernel import Forbidden, Invalid, NotFound
from kernel.refusal import Unavailable
from kernel.testing import specify
from services.pipeline.conditions import Heard, missing
from services.pipeline.events import (
    EntryCondition,
    LineItem,
    Money,
    OpportunityEdited,
    OpportunityStageChanged,
    OpportunityStuck,
    PipelinePublished,
    PipelineRetired,
    PipelineStage,
)
from services.pipeline.moving import change_stage, lose, tell_stuck, win
from services.pipeline.opening import open_deal
from services.pipeline.opportunity import OPPORTUNITY
from services.pipeline.pipelines import FIRST, PIPELINE, publish, retire
from tests.unit.people import ANN, MAY
from tests.unit.pipeline.examples import ANNS, DEAL, LOST, MORNING, NOON, OPENED, WON, YUAN

piping = specify(PIPELINE)
given = specify(OPPORTUNITY)

AMOUNT, VISITED = EntryCondition("amount"), EntryCondition("visited", days=14)
CONTACT, NAMED = EntryCondition("contact"), EntryCondition("field", field="competitors")
TALK = PipelineStage("talk", "First talk", 20, 7)
VISIT = PipelineStage("visit", "Visit", 35, 14, ("talk",), (VISITED,))
OFFER = PipelineStage("offer", "Offer", 60, None, ("visit",), (AMOUNT, CONTACT))
STAGES = (TALK, VISIT, OFFER)
PUBLISHED = PipelinePublished("projects", 1, "Projects", STAGES, (NAMED,), "may", MORNING)
PROJECTS = PIPELINE.fold([PUBLISHED])
WORDS = {"pipeline_id": "projects", "name": "Projects", "stages": STAGES, "to_win": (NAMED,)}
SAYS = {"asker": MAY, "at": MORNING}

RUNS = replace(OPENED, pipeline_id="projects", stage="talk", probability=20, expected_days=7)
MOVE = {"asker": ANN, "at": NOON, "pipeline": PROJECTS}
TOLD = OpportunityEdited(
    "o1", "c1", ("contacts",), "tea for the lobby", "Longjing", YUAN, None, None, None, None,
    ("Green Leaf",), ("k1",), "ann", MORNING,
)  # fmt: skip
JUST_VISITED = Heard(NOON - timedelta(days=13), NOON)
LONG_AGO = Heard(NOON - timedelta(days=15), NOON)


def moved(was: str, stage: PipelineStage, back: bool = False) -> OpportunityStageChanged:
    about = ("projects", 1, back, stage.probability, stage.expected_days)
    return OpportunityStageChanged("o1", "c1", was, stage.id, "ann", NOON, *about)


def test_a_pipeline_is_published_in_versions():
    piping().when(publish, **WORDS, **SAYS).then(PUBLISHED)
    fewer = WORDS | {"stages": STAGES[:2]}
    piping(PUBLISHED).when(publish, **fewer, **SAYS).then(
        replace(PUBLISHED, version=2, stages=STAGES[:2])
    )


def test_what_is_published_already_is_not_published_again():
    piping(PUBLISHED).when(publish, **WORDS, **SAYS).then()
    renamed = WORDS | {"name": "Large projects"}
    piping(PUBLISHED).when(publish, **renamed, **SAYS).then(
        replace(PUBLISHED, version=2, name="Large projects")
    )


def test_a_new_pipeline_is_none_that_is_there():
    asked = SAYS | {"new": True}
    fewer = WORDS | {"stages": STAGES[:2]}
    piping().when(publish, **WORDS, **asked).then(PUBLISHED)
    piping(PUBLISHED).when(publish, **WORDS, **asked).then()
    piping(PUBLISHED).when(publish, **fewer, **asked).rejected("exists")
    piping().when(publish, **fewer | {"pipeline_id": "default"}, **asked).rejected("exists")


def test_the_default_pipeline_is_there_as_its_first_version():
    of_default = WORDS | {"pipeline_id": "default"}
    piping().when(publish, **of_default, **SAYS).then(
        replace(PUBLISHED, pipeline_id="default", version=2)
    )
    assert FIRST.ids == ("prospecting", "engaging")


def test_only_a_manager_sets_pipelines_up():
    asked = SAYS | {"asker": ANN}
    piping().when(publish, **WORDS, **asked).refused(Forbidden, "role-not-allowed")
    piping(PUBLISHED).when(retire, pipeline_id="projects", **asked).refused(
        Forbidden, "role-not-allowed"
    )


def test_a_pipeline_is_retired_but_the_default_one():
    piping(PUBLISHED).when(retire, pipeline_id="projects", **SAYS).then(
        PipelineRetired("projects", "may", MORNING)
    )
    retired = PipelineRetired("projects", "may", MORNING)
    piping(PUBLISHED, retired).when(retire, pipeline_id="projects", **SAYS).then()
    piping().when(retire, pipeline_id="projects", **SAYS).refused(NotFound, "not-found")
    piping().when(retire, pipeline_id="default", **SAYS).rejected("default-pipeline")


def test_a_retired_pipeline_is_in_use_again_with_its_next_version():
    retired = PipelineRetired("projects", "may", MORNING)
    again = replace(PUBLISHED, version=2)
    piping(PUBLISHED, retired).when(publish, **WORDS, **SAYS).then(again)
    assert PIPELINE.fold([PUBLISHED, retired]).retired
    assert not PIPELINE.fold([PUBLISHED, retired, again]).retired


def test_a_deal_is_opened_on_a_stage_of_its_pipeline():
    deal = replace(DEAL, pipeline_id="projects", stage="talk")
    version = PROJECTS.versions[1]
    ask = {"asker": ANN, "customer": ANNS, "opportunity_id": "o1", "at": MORNING}
    given().when(open_deal, deal=deal, version=version, **ask).then(RUNS)
    later = replace(deal, stage="visit")
    given().when(open_deal, deal=later, version=version, **ask).rejected("conditions-not-met")


def test_a_deal_moves_on_when_it_has_what_the_stage_asks_for():
    given(RUNS).when(change_stage, to="visit", heard=JUST_VISITED, **MOVE).then(
        moved("talk", VISIT)
    )


@pytest.mark.parametrize("heard", [Heard(), LONG_AGO, Heard(None, NOON)])
def test_what_is_missing_is_named(heard):
    message = "log a visit to its customer: there was none within the last 14 days"
    lacks = {"stage": "visit", "condition": "visited", "days": 14, "message": message}
    given(RUNS).when(change_stage, to="visit", heard=heard, **MOVE).rejected(
        "conditions-not-met", missing=[lacks], stage="visit"
    )


def test_who_skips_a_stage_skips_none_of_its_conditions():
    with pytest.raises(Exception, match="conditions-not-met") as caught:
        change_stage(OPPORTUNITY.fold([replace(RUNS, amount=None)]), to="offer", **MOVE)
    assert [one["condition"] for one in caught.value.fields["missing"]] == [
        "visited", "amount", "contact"
    ]  # fmt: skip
    given(RUNS, TOLD).when(change_stage, to="offer", heard=JUST_VISITED, **MOVE).then(
        moved("talk", OFFER)
    )


@pytest.mark.parametrize("worth", ["0", "0.00"])
def test_nothing_is_no_amount_and_none_of_a_product_no_item(worth):
    both = [("offer", AMOUNT), ("offer", EntryCondition("items"))]
    none = LineItem("tea", worth, "100.00", "0", "0.00")
    poor = OPPORTUNITY.fold([replace(RUNS, amount=Money(worth, "CNY"))])
    lacks = missing(both, replace(poor, items=(none,)), Heard(), NOON)
    assert {one["condition"] for one in lacks} == {"amount", "items"}
    some = replace(none, quantity="0.5", amount="50.00")
    paid = OPPORTUNITY.fold([replace(RUNS, amount=Money("0.01", "CNY"))])
    assert missing(both, replace(paid, items=(none, some)), Heard(), NOON) == []


def test_a_deal_is_won_with_all_that_its_pipeline_asks_for():
    given(RUNS).when(win, amount=None, **MOVE).rejected("conditions-not-met", stage="won")
    given(RUNS, TOLD).when(win, amount=None, heard=JUST_VISITED, **MOVE).then(
        replace(WON, was="talk")
    )


def test_a_deal_is_lost_from_anywhere_also_to_a_competitor():
    asked = {"asker": ANN, "at": NOON}
    given(RUNS).when(lose, reason="too dear", competitor="Green Leaf", **asked).then(
        replace(LOST, was="talk", competitor="Green Leaf")
    )


def test_a_deal_goes_back_where_its_pipeline_allows_it():
    offered = replace(RUNS, stage="offer")
    given(offered).when(change_stage, to="visit", **MOVE).then(moved("offer", VISIT, back=True))
    given(offered).when(change_stage, to="talk", **MOVE).rejected(
        "no-way-back", stage="offer", back_to=("visit",)
    )


def test_a_stage_of_another_pipeline_is_none():
    given(RUNS).when(change_stage, to="engaging", **MOVE).refused(Invalid, "invalid")


def test_a_version_that_has_not_been_read_yet_is_waited_for():
    given(replace(RUNS, pipeline_version=2)).when(change_stage, to="visit", **MOVE).refused(
        Unavailable, "not-yet"
    )


def test_a_running_deal_stays_on_its_version():
    second = replace(PUBLISHED, version=2, stages=(TALK, OFFER))
    both = PIPELINE.fold([PUBLISHED, second])
    asked = MOVE | {"pipeline": both, "heard": JUST_VISITED}
    given(RUNS).when(change_stage, to="visit", **asked).then(moved("talk", VISIT))
    on_second = replace(RUNS, pipeline_version=2)
    given(on_second).when(change_stage, to="visit", **asked).refused(Invalid, "invalid")


def test_a_deal_that_stands_for_longer_than_expected_is_stuck_once():
    week = MORNING + timedelta(days=7)
    stuck = OpportunityStuck("o1", "c1", "ann", "talk", MORNING, 7, week)
    given(RUNS).when(tell_stuck, at=week).then(stuck)
    given(RUNS, stuck).when(tell_stuck, at=week).then()
    given(RUNS).when(tell_stuck, at=week - timedelta(seconds=1)).then()
    given(RUNS, LOST).when(tell_stuck, at=week).then()
    given(RUNS, moved("talk", VISIT)).when(tell_stuck, at=week).then()
    given(RUNS, moved("talk", OFFER)).when(tell_stuck, at=week + timedelta(days=999)).then()

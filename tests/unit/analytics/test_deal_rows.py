from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from kernel.refusal import Invalid
from kernel.testing import project, recorded
from services.analytics import pipelines
from services.analytics.asker import Asker
from services.analytics.opportunities import OPPORTUNITIES, opportunities, shown, stages_so_far
from services.analytics.pipelines import PIPELINES
from services.pipeline.events import (
    FIRST_VERSION,
    KeyDealMarked,
    LineItem,
    Money,
    OpportunityEdited,
    OpportunityItemsSet,
    OpportunityLost,
    OpportunityMigrated,
    OpportunityOpened,
    OpportunityReassigned,
    OpportunityReopened,
    OpportunityShared,
    OpportunityStageChanged,
    OpportunityStuck,
    OpportunityWon,
    PipelinePublished,
    PipelineRetired,
    PipelineStage,
    Share,
)
from tests.unit.analytics.examples import DAY, NOON, engaging, lost, opened

ANN = Asker("ann", frozenset(["ann"]), sees_all=False, at=NOON)
YUAN = Money("1200.00", "CNY")
BEGUN = OpportunityOpened(
    "o1", "c1", "tea", "Longjing", "ann", "talk", YUAN, None, None, "ann", NOON, "projects", 2,
    20, 7, "f1", True,
)  # fmt: skip


def row(*events: Any) -> dict[str, Any]:
    return project(OPPORTUNITIES, *events)["o1"]


def deal(*events: Any) -> dict[str, Any]:
    return shown(row(*events))


def moved(to: str, days: int, back: bool = False, was: str = "talk") -> OpportunityStageChanged:
    about = ("ann", NOON + days * DAY, "projects", 2, back, 50, 14)
    return OpportunityStageChanged("o1", "c1", was, to, *about)


def test_a_deal_shows_its_pipeline_and_when_it_will_be_stuck() -> None:
    found = deal(BEGUN)

    assert (found["pipeline_id"], found["pipeline_version"], found["stage"]) == (
        "projects", 2, "talk"
    )  # fmt: skip
    assert (found["probability"], found["expected_days"]) == (20, 7)
    assert found["stuck_at"] == "2026-01-12T04:00:00Z"
    assert (found["follow_up_id"], found["loaded"]) == ("f1", True)
    assert deal(BEGUN, moved("offer", 2))["stuck_at"] == "2026-01-21T04:00:00Z"


def test_a_deal_of_long_ago_has_the_probabilities_of_the_first_version() -> None:
    known = {stage.id: stage.probability for stage in FIRST_VERSION}
    assert deal(opened())["probability"] == known["prospecting"]
    assert deal(opened(), engaging())["probability"] == known["engaging"]
    assert deal(opened())["stuck_at"] is None


def test_to_leave_the_first_stage_is_to_engage_and_to_come_back_is_not() -> None:
    assert deal(BEGUN, moved("offer", 2))["engaged_at"] == "2026-01-07T04:00:00Z"
    assert deal(BEGUN, moved("talk", 2, back=True, was="offer"))["engaged_at"] is None


def test_the_stages_so_far_tell_for_how_long_a_deal_stood_on_each() -> None:
    closed = OpportunityWon("o1", "c1", "ann", None, "ann", NOON + 5 * DAY, "offer")
    steps = stages_so_far(row(BEGUN, moved("offer", 2), closed), NOON + 9 * DAY)

    assert [(one["stage"], one["days"]) for one in steps] == [
        ("talk", 2.0), ("offer", 3.0), ("won", None)
    ]  # fmt: skip
    running = stages_so_far(row(BEGUN, moved("offer", 2)), NOON + timedelta(days=2, hours=12))
    assert (running[-1]["days"], running[-1]["until"]) == (0.5, None)


def test_a_closed_deal_is_not_stuck_and_certain() -> None:
    won = OpportunityWon("o1", "c1", "ann", None, "ann", NOON + DAY)
    gone = OpportunityLost("o1", "c1", "ann", "price", "ann", NOON + DAY, "talk", "Green Leaf")
    assert [deal(BEGUN, won)[name] for name in ("stuck_at", "probability")] == [None, 100]
    found = deal(BEGUN, gone)
    assert [found[name] for name in ("stuck_at", "probability", "lost_to")] == [
        None, 0, "Green Leaf"
    ]  # fmt: skip


def test_a_reopened_deal_runs_again() -> None:
    again = OpportunityReopened(
        "o1", "c1", "ann", "lost", "talk", "they called", "ann", NOON + 3 * DAY, "projects", 2, 20,
        7,
    )  # fmt: skip
    found = deal(BEGUN, lost(at=NOON + DAY), again)

    assert (found["stage"], found["closed_at"], found["lost_reason"]) == ("talk", None, None)
    assert found["stage_since"] == "2026-01-08T04:00:00Z"
    assert found["stuck_at"] == "2026-01-15T04:00:00Z"
    assert row(BEGUN, lost(at=NOON + DAY), again)["reopened"] == 1


def test_a_migrated_deal_has_not_moved() -> None:
    moves = OpportunityMigrated(
        "o1", "c1", "projects", 2, 3, "talk", "first-talk", "may", NOON + 4 * DAY, 30, 10
    )
    found = deal(BEGUN, moves)

    assert (found["stage"], found["pipeline_version"]) == ("first-talk", 3)
    assert found["stage_since"] == "2026-01-05T04:00:00Z"
    assert found["stuck_at"] == "2026-01-15T04:00:00Z"
    assert [one["stage"] for one in row(BEGUN, moves)["history"]] == ["talk", "first-talk"]


def test_who_sees_a_deal_are_its_owner_and_those_with_a_share() -> None:
    shared = OpportunityShared("o1", "c1", (Share("ann", "60"), Share("bob", "40")), "ann", NOON)
    given = OpportunityReassigned("o1", "c1", "ann", "cy", "may", NOON)

    assert row(BEGUN)["seen_by"] == ["ann"]
    assert row(BEGUN, shared)["seen_by"] == ["ann", "bob"]
    assert row(BEGUN, shared, given)["seen_by"] == ["cy", "ann", "bob"]


def test_items_make_the_amount_and_their_end_leaves_it() -> None:
    items = (LineItem("tea", "2", "10.00", "0", "20.00"),)
    listed = OpportunityItemsSet("o1", "c1", items, Money("20.00", "CNY"), "ann", NOON)
    none = OpportunityItemsSet("o1", "c1", (), None, "ann", NOON)

    assert row(BEGUN, listed)["amount"] == Decimal("20.00")
    assert deal(BEGUN, listed)["items"][0]["quantity"] == "2"
    assert (deal(BEGUN, listed, none)["items"], row(BEGUN, listed, none)["amount"]) == (
        [], Decimal("20.00")
    )  # fmt: skip


def test_what_is_told_of_a_deal_is_shown_and_whether_it_is_a_key_deal() -> None:
    edited = OpportunityEdited(
        "o1", "c1", ("priority",), "tea", None, None, None, "long", "high", "commit", ("Leaf",),
        ("k1",), "ann", NOON,
    )  # fmt: skip
    found = deal(BEGUN, edited, KeyDealMarked("o1", "c1", True, "ann", NOON))

    assert (found["priority"], found["forecast"], found["amount"]) == ("high", "commit", None)
    assert (found["competitors"], found["contacts"], found["key"]) == (["Leaf"], ["k1"], True)


def test_that_it_was_told_to_be_stuck_changes_nothing_of_it() -> None:
    stuck = OpportunityStuck("o1", "c1", "ann", "talk", NOON, 7, NOON + 7 * DAY)
    marked = recorded(stuck, 2, at=NOON + 8 * DAY)
    assert deal(BEGUN, marked) == deal(BEGUN) | {"version": 2}


def test_when_it_was_recorded_stays_beside_when_it_happened() -> None:
    late = recorded(BEGUN, at=NOON + 900 * DAY)
    later = recorded(moved("offer", 2), 2, at=NOON + 901 * DAY)
    found = deal(late, later)

    assert (found["opened_at"], found["stage_since"]) == (
        "2026-01-05T04:00:00Z", "2026-01-07T04:00:00Z"
    )  # fmt: skip
    assert found["recorded_at"] == "2028-06-23T04:00:00Z"


TALK, OFFER = PipelineStage("talk", "Talk", 20, 7), PipelineStage("offer", "Offer", 50, None)


def published(version: int, *stages: PipelineStage, id: str = "projects") -> PipelinePublished:
    return PipelinePublished(id, version, "Projects", stages, (), "may", NOON)


def test_a_pipeline_is_shown_with_its_versions_newest_first() -> None:
    rows = project(PIPELINES, published(1, TALK), published(2, TALK, OFFER))
    found = pipelines.shown(rows["projects"])

    assert [stage["id"] for stage in found["stages"]] == ["talk", "offer"]
    assert [one["version"] for one in found["versions"]] == [2, 1]
    assert (found["version"], found["retired"]) == (2, False)
    retired = project(PIPELINES, published(1, TALK), PipelineRetired("projects", "may", NOON))
    assert pipelines.shown(retired["projects"])["retired"]


def test_the_default_pipeline_keeps_the_version_that_it_began_with() -> None:
    [row] = project(PIPELINES, published(2, TALK, id="default")).values()
    assert [one["version"] for one in pipelines.shown(row)["versions"]] == [2, 1]


def test_a_stage_of_no_pipeline_is_refused() -> None:
    with pytest.raises(Invalid) as caught:
        opportunities(None, ANN, {"stage": "hot"}, stages=("talk", "won"))  # type: ignore[arg-type]
    assert caught.value.fields["errors"] == [{"field": "stage", "message": "is one of talk, won"}]


def test_a_board_has_columns_for_deals_of_older_versions_too() -> None:
    [row] = project(PIPELINES, published(1, OFFER), published(2, TALK)).values()
    assert [id for id, _ in pipelines.columns(row)] == ["talk", "offer", "won", "lost"]

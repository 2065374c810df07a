"""What one key does on the ladder: under the ownership it was pressed under, or told why not."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from kernel.testing import recorded, specify
from services.activity.events import Effect, FollowUpLogged
from services.pipeline.events import StageAdvanced, StageRefused, StageReverted
from services.pipeline.following import follow
from services.pipeline.ladder import LADDER, Ladder, owned
from services.pipeline.reactions import react
from tests.unit.pipeline.examples import advanced

given = specify(LADDER)
NOON = datetime(2026, 1, 5, 4, tzinfo=UTC)
CALL = FollowUpLogged(
    "f1", "c1", "ann", "phone", "not interested", "无意向", None, NOON, NOON,
    effects=(Effect("lower"),), owner="ann", ownership=7,
)  # fmt: skip
CLAIMED = advanced("pool", "claimed")
INTENT = [CLAIMED, advanced("claimed", "intent")]
HIGH = [*INTENT, advanced("intent", "high-intent")]
LOST = [CLAIMED, advanced("claimed", "lost", reason="no")]


def up(was, to):
    return StageAdvanced("c1", was, to, "ann", "not interested", NOON, 7, "f1")


def down(was, to):
    return StageReverted("c1", was, to, "ann", "not interested", NOON, 7, "f1")


def refused(do, to, stage, why):
    return StageRefused("c1", "f1", do, to, stage, why, "ann", NOON)


@pytest.mark.parametrize(
    ("history", "do", "to", "event"),
    [
        ([CLAIMED], "raise", None, up("claimed", "intent")),
        (INTENT, "raise", None, up("intent", "high-intent")),
        (HIGH, "lower", None, down("high-intent", "intent")),
        (INTENT, "lower", None, down("intent", "claimed")),
        (HIGH, "stage", "lost", up("high-intent", "lost")),
        (LOST, "stage", "intent", down("lost", "intent")),
        ([CLAIMED], "lower", None, refused("lower", None, "claimed", "no-rung")),
        (HIGH, "raise", None, refused("raise", None, "high-intent", "no-rung")),
        (LOST, "raise", None, refused("raise", None, "lost", "no-rung")),
    ],
)
def test_a_key_moves_it_by_a_rung_or_to_one_that_it_names(history, do, to, event):
    given(*history).when(follow, CALL, do, to).then(event)


def test_where_it_stands_already_nothing_happens():
    given(*INTENT).when(follow, CALL, "stage", "intent").then()


def test_a_claim_that_was_not_heard_of_yet_is_taken_for_heard_and_changes_nothing_later():
    given().when(follow, CALL, "raise", None).then(up("pool", "intent"))
    given().when(follow, CALL, "stage", "claimed").then(up("pool", "claimed"))
    given(up("pool", "intent")).when(owned, "c1", "ann", 7, NOON).then()


def test_who_has_it_now_is_not_moved_by_a_key_of_before():
    newer = [advanced("pool", "claimed", ownership=9)]
    given(*newer).when(follow, CALL, "raise", None).then(
        refused("raise", None, "claimed", "changed-hands")
    )
    let_go = [CLAIMED, StageReverted("c1", "claimed", "pool", "ann", "no", NOON, 8)]
    given(*let_go).when(follow, CALL, "raise", None).then(
        refused("raise", None, "pool", "changed-hands")
    )
    same = [CLAIMED, StageReverted("c1", "claimed", "pool", "ann", "no", NOON, 7)]
    given(*same).when(follow, CALL, "stage", "lost").then(
        refused("stage", "lost", "pool", "in-pool")
    )


def test_what_was_refused_leaves_it_where_it_stood():
    assert LADDER.fold([*INTENT, refused("raise", None, "intent", "no-rung")]) == Ladder(
        "intent", 7, NOON
    )


def test_only_what_moves_the_customer_concerns_the_ladder():
    assert react(recorded(replace(CALL, effects=()))) == []
    assert react(recorded(replace(CALL, effects=(Effect("release", "public"),)))) == []
    [made] = react(recorded(CALL))
    assert (made.stream, made.decide(LADDER.fold(INTENT))) == (
        "ladder/c1", [down("intent", "claimed")],
    )  # fmt: skip

"""For how long a customer has stood where."""

from typing import Any

from kernel.testing import project, recorded
from services.analytics.directory import DIRECTORY, shown
from services.analytics.plain import time
from services.analytics.reading import Documents
from services.analytics.rungs import LONGEST, RUNGS, rungs
from services.pipeline.events import StageAdvanced, StageReverted
from tests.unit.analytics.examples import (
    DAY,
    NOON,
    advanced,
    assigned,
    claimed,
    registered,
    released,
    reverted,
)


class Rows:
    def __init__(self, *events: Any) -> None:
        self.rows = project(RUNGS, *events)

    def find_one(self, wanted: Any, *_: Any, **__: Any) -> Any:
        return self.rows.get(wanted["_id"])


def stood(*events: Any, stage: str = "intent", days: int = 30) -> dict[str, Any]:
    rows: Documents = Rows(*events)
    return rungs(rows, "c1", stage, NOON + days * DAY)


def up(was: str, to: str, day: float) -> StageAdvanced:
    return StageAdvanced("c1", was, to, "ann", None, NOON + day * DAY)


def down(was: str, to: str, day: float) -> StageReverted:
    return StageReverted("c1", was, to, "ann", "no budget", NOON + day * DAY)


def test_each_step_is_told_with_its_days_and_by_whom() -> None:
    found = stood(registered(pool="north"), up("pool", "claimed", 2), up("claimed", "intent", 5.5))

    steps = [(one["stage"], one["days"], one["by"]) for one in found["items"]]
    assert steps == [("pool", 2.0, None), ("claimed", 3.5, "ann"), ("intent", 24.5, "ann")]
    assert [one["until"] for one in found["items"]][-1] is None
    assert found["stage"] == "intent"


def test_after_a_release_what_was_before_stays_and_is_added_up() -> None:
    found = stood(
        registered(), up("pool", "claimed", 0), up("claimed", "high-intent", 3),
        down("high-intent", "pool", 10), up("pool", "claimed", 12), stage="claimed", days=13,
    )  # fmt: skip

    assert [one["stage"] for one in found["items"]] == ["claimed", "high-intent", "pool", "claimed"]
    assert found["days"] == {"claimed": 4.0, "high-intent": 7.0, "pool": 2.0}
    assert found["items"][2]["reason"] == "no budget"


def test_who_is_never_moved_stands_in_the_pool_since_it_was_registered() -> None:
    assert stood(registered(pool="north"), stage="pool", days=3)["days"] == {"pool": 3.0}


def test_only_so_many_steps_are_told() -> None:
    steps = [up("pool", "claimed", 0)]
    for day in range(LONGEST):
        steps += [up("claimed", "intent", day), down("intent", "claimed", day + 0.5)]
    found = stood(registered(), *steps, days=LONGEST)
    assert len(found["items"]) == LONGEST
    assert found["items"][0]["stage"] != "pool"


def test_no_rung_is_swallowed_by_one_that_is_told_of_long_ago() -> None:
    found = stood(
        registered(), up("pool", "claimed", 0), up("claimed", "intent", 0),
        up("intent", "won", -2_000), stage="won", days=3,
    )  # fmt: skip

    assert found["days"] == {"claimed": 0.0, "intent": 0.0, "won": 3.0}
    assert [one["since"] for one in found["items"]] == [time(NOON)] * 3


def since(*events: Any) -> str:
    folded = [recorded(event, position) for position, event in enumerate(events, start=1)]
    answer: str = shown(project(DIRECTORY, *folded)["c1"])["stage_since"]
    return answer


def test_a_list_shows_since_when_a_customer_stands_on_its_rung() -> None:
    later = NOON + DAY
    assert since(registered()) == time(NOON)
    assert since(registered(pool="north"), claimed(at=later)) == time(later)
    climbed = (registered(), advanced(at=later, ownership=1))
    assert since(*climbed) == time(later)
    assert since(*climbed, assigned(at=NOON + 2 * DAY)) == time(later)


def test_a_release_counts_from_when_it_was_also_before_the_ladder_has_heard_of_it() -> None:
    climbed, gone = (registered(), advanced(at=NOON, ownership=1)), NOON + 3 * DAY
    assert since(*climbed, released(at=gone)) == time(gone)
    assert since(*climbed, released(at=gone), reverted(at=gone, ownership=3)) == time(gone)


def test_who_climbs_before_the_ladder_has_heard_of_its_owner_was_in_no_pool() -> None:
    found = stood(registered(owner="ann"), up("claimed", "high-intent", 1), stage="high-intent")

    assert [one["stage"] for one in found["items"]] == ["claimed", "high-intent"]

    heard = stood(registered(owner="ann"), up("pool", "claimed", 0.1), up("claimed", "intent", 2))
    assert [one["stage"] for one in heard["items"]] == ["claimed", "intent"]

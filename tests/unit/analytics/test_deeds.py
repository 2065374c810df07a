from collections import Counter
from dataclasses import replace
from datetime import date
from typing import Any

from hypothesis import given
from hypothesis import strategies as some

from kernel.testing import project
from services.activity.events import CommitmentKept
from services.analytics.deeds import DEEDS
from services.analytics.work import FIGURES, WORKLOAD
from tests.unit.analytics.examples import NOON, claimed, followed_up, registered
from tests.unit.analytics.test_work import CHANNELS, amended

TODAY = date(2026, 1, 5)
SAID = some.tuples(some.sampled_from(CHANNELS), some.sampled_from([None, True, False]))
KEPT = CommitmentKept("p1", "c1", "ann", TODAY, TODAY, None, "may", NOON)


def test_a_deed_says_what_when_and_of_which_customer() -> None:
    [row] = project(DEEDS, followed_up(channel="visit")).values()
    assert row == {
        "_id": "follow-up/f-c1-050400", "what": "FollowUpLogged", "customer_id": "c1",
        "follow_up_id": "f-c1-050400", "channel": "visit", "outcome": "interested",
        "person": "ann", "done_at": NOON, "figures": ["follow_ups", "visits"],
    }  # fmt: skip


def test_what_is_nobodys_is_no_deed() -> None:
    assert project(DEEDS, replace(KEPT, owner=None)) == {}


def history(said: list[tuple[Any, Any]]) -> list[Any]:
    """Each follow-up is written one way and amended to the other."""
    events: list[Any] = [registered(), claimed(), KEPT]
    for number, (before, after) in enumerate(said):
        logged = replace(
            followed_up(channel=before[0]), follow_up_id=f"f{number}", reached=before[1]
        )
        change = amended(after[0], before[0], after[1], before[1])
        events += [logged, replace(change, follow_up_id=f"f{number}")]
    return events


@given(some.lists(some.tuples(SAID, SAID), max_size=8))
def test_a_figure_is_the_number_of_its_deeds(said: list[tuple[Any, Any]]) -> None:
    events = history(said)

    deeds = Counter(name for row in project(DEEDS, *events).values() for name in row["figures"])
    [work] = project(WORKLOAD, *events).values()

    assert {name: deeds[name] for name in FIGURES} == {n: work.get(n, 0) for n in FIGURES}

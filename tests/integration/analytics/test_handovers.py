"""The list of handovers on real rows: who sees which, filtered, page by page."""

from datetime import timedelta

import pytest

from kernel.refusal import Invalid, NotFound
from services.activity.events import DutiesGivenBack
from services.analytics.asker import Asker
from services.analytics.handovers import HANDOVERS, handover, handovers
from services.customer.events import HandoverBegun, HandoverListed, HandoverUndone
from services.pipeline.events import OpportunityHandoverBegun, OpportunityHandoverUndone
from tests.integration.analytics.world import NOW, World

BOSS = Asker("mia", frozenset(["mia"]), sees_all=True, at=NOW, leads=True)
LEAD = Asker("tim", frozenset(["tim", "ann"]), sees_all=False, at=NOW, leads=True)


def begun(id: str, leaver: str, *to: str, by: str = "mia", minute: int = 0) -> HandoverBegun:
    at = NOW + timedelta(minutes=minute)
    return HandoverBegun(id, leaver, to, "evenly" if to else "pool", None, "left", by, at)


def listed(world: World, asker: Asker, cursor: str | None = None, **filters: str) -> list[str]:
    rows = world.collection(HANDOVERS)
    return [one["id"] for one in handovers(rows, asker, filters, 50, cursor)["items"]]


def test_who_sees_which_and_how_they_are_found(world: World) -> None:
    world.happened(
        begun("h1", "ann", "bob"),
        begun("h2", "cy", "bob", minute=1),
        begun("h3", "dan", by="tim", minute=2),
        HandoverListed("h2", ("c1",), True, "mia", NOW),
        OpportunityHandoverBegun("h4", "ann", (), 9, "mia", NOW),
    )
    rows = world.collection(HANDOVERS)

    assert listed(world, BOSS) == ["h3", "h2", "h1"]
    assert listed(world, LEAD) == ["h3", "h1"]
    assert listed(world, BOSS, person="bob") == ["h2", "h1"]
    assert listed(world, BOSS, state="running") == ["h2"]
    assert listed(world, LEAD, person="cy") == []
    assert handover(rows, LEAD, "h1")["from"] == "ann"
    for asker, id in ((LEAD, "h2"), (BOSS, "h4"), (BOSS, "h5")):
        with pytest.raises(NotFound):
            handover(rows, asker, id)
    with pytest.raises(Invalid):
        listed(world, BOSS, state="lost")


def test_a_page_goes_on_where_the_one_before_ended(world: World) -> None:
    world.happened(*(begun(f"h{n}", "ann", minute=n % 3) for n in range(7)))
    rows, seen, cursor = world.collection(HANDOVERS), [], None
    for _ in range(4):
        found = handovers(rows, BOSS, {}, 2, cursor)
        seen += [one["id"] for one in found["items"]]
        cursor = found["next"]

    assert cursor is None
    assert sorted(seen) == [f"h{n}" for n in range(7)]


def test_what_is_shown_as_undone_is_found_as_undone_and_no_sooner(world: World) -> None:
    world.happened(
        begun("h1", "ann", "bob"),
        begun("h2", "cy", "bob", minute=1),
        HandoverUndone("h1", "mia", NOW, "ann"),
        HandoverUndone("h2", "mia", NOW, "cy"),
        OpportunityHandoverBegun("h2", "cy", ("bob",), 9, "mia", NOW),
    )
    assert (listed(world, BOSS, state="undone"), listed(world, BOSS, state="undoing")) == (
        ["h1"], ["h2"],
    )  # fmt: skip
    world.happened(OpportunityHandoverUndone("h2", "mia", NOW))
    assert listed(world, BOSS, state="undone") == ["h2", "h1"]
    assert listed(world, BOSS, state="undoing") == []
    world.happened(
        begun("h3", "ann", "bob", minute=3), HandoverUndone("h3", "mia", NOW, "ann", NOW)
    )
    assert listed(world, BOSS, state="undoing") == ["h3"]
    world.happened(DutiesGivenBack("h3", "ann", 0, 0, 0, (), (), NOW))
    assert listed(world, BOSS, state="undone") == ["h3", "h2", "h1"]

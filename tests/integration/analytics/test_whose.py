"""Who is named in a question was here: a misspelt name is refused, not told to have nothing."""

from functools import partial
from typing import Any

import pytest

from gateway.events import PersonAdded
from kernel.refusal import NotFound
from services.pipeline.events import PipelinePublished, PipelineStage
from tests.integration.analytics.test_service import service
from tests.integration.analytics.world import World
from tests.unit.analytics.examples import NOON, followed_up, opened, registered

TALK = PipelineStage("talk", "Talk", 20, 7)


def company(world: World) -> None:
    """Eve works here and has done nothing; of the others only what they did tells of them."""
    world.happened(
        PersonAdded("eve", "Eve", "sales", "own", "north", "root", NOON),
        opened("o1", owner="ann"),
        followed_up("c1", author="bob"),
        registered("c2", owner="cy", by="root"),
        PipelinePublished("projects", 1, "Projects", (TALK,), (), "root", NOON),
    )


def refused(ask: Any) -> dict[str, Any]:
    with pytest.raises(NotFound) as caught:
        ask()
    return caught.value.fields


READS = {
    "report": {"name": "won-value"},
    "deals_behind": {"report": "won-value"},
    "customers_behind": {"report": "rung-conversion"},
    "deeds": {"figure": "calls"},
}


@pytest.mark.parametrize("read", READS)
def test_a_person_who_never_was_here_is_refused(world: World, read: str) -> None:
    company(world)
    ask = partial(getattr(service(world), read), **READS[read])
    for person in ("eve", "ann", "bob", "cy", "mia"):
        ask(person=person)
    assert refused(partial(ask, person="an")) == {"what": "person", "id": "an"}
    hers = partial(getattr(service(world, "ann", "sales"), read), **READS[read])
    assert refused(partial(hers, person="bob")) == {"what": "person", "id": "bob"}
    hers(person="ann")


@pytest.mark.parametrize("read", sorted(READS.keys() - {"report"}))
def test_so_is_a_line_of_nobody(world: World, read: str) -> None:
    company(world)
    ask = partial(getattr(service(world), read), **READS[read])
    assert ask(by="person", key="eve")["items"] == []
    assert refused(partial(ask, by="person", key="an")) == {"what": "person", "id": "an"}
    assert refused(partial(ask, by="team", key="south")) == {"what": "team", "id": "south"}
    ask(by="team", key="north")
    hers = partial(getattr(service(world, "ann", "sales"), read), **READS[read])
    assert refused(partial(hers, by="person", key="bob")) == {"what": "person", "id": "bob"}


def test_and_of_no_pipeline(world: World) -> None:
    company(world)
    ask = partial(service(world).deals_behind, "funnel", by="pipeline")
    assert len(ask(key="default")["items"]) == 1
    assert ask(key="projects")["items"] == []
    assert refused(partial(ask, key="project")) == {"what": "pipeline", "id": "project"}


def test_known_people_without_figures_have_none(world: World) -> None:
    company(world)
    told = service(world).report("won-value", person="eve", by="person")
    assert (told["total"]["count"], told["rows"]) == (0, [])
    work = service(world).report("workload", person="eve")
    assert work["total"]["calls"] == 0

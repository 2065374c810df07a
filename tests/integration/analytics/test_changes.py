"""Who may be told of a change, over real rows: as every list has it, and who had it before."""

from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from kernel.context import Context
from kernel.refusal import Invalid
from services.activity.events import AppointmentBooked, TaskGiven
from services.analytics import opportunities, tasks
from services.analytics.asker import Asker, asker
from services.analytics.directory import DIRECTORY
from services.analytics.opportunities import OPPORTUNITIES
from services.analytics.reading import find
from services.analytics.tasks import TASKS
from services.customer.events import (
    CollaboratorAdded,
    CustomerArchived,
    CustomerAssigned,
    CustomerReleased,
    PoolMembersSet,
    PoolOpened,
    SecondOwnerNamed,
)
from services.pipeline.events import OpportunityShared, Share
from tests.integration.analytics.test_service import service
from tests.integration.analytics.world import NOW, World
from tests.unit.analytics.examples import followed_up, opened, registered

SOON, OVER = NOW + timedelta(hours=1), NOW - timedelta(hours=1)
PEOPLE = {
    "ann": Context(actor="ann", role="sales"),
    "bob": Context(actor="bob", role="sales"),
    "eve": Context(actor="eve", role="sales", visibility="team", team="ann\neve"),
    "mia": Context(actor="mia", role="manager", visibility="all"),
}


@pytest.fixture
def company(world: World) -> World:
    """Of each way to see a customer, deal or task one; `bob` is of the pool in the east."""
    world.happened(
        PoolOpened("east", "东", "mia", NOW),
        PoolMembersSet("east", ("bob",), "mia", NOW),
        registered("hers"),
        registered("second", owner="zoe"), SecondOwnerNamed("second", "ann", None, "mia", NOW),
        registered("shared", owner="zoe"), CollaboratorAdded("shared", "ann", SOON, "zoe", NOW),
        registered("over", owner="zoe"), CollaboratorAdded("over", "ann", OVER, "zoe", NOW),
        registered("public", pool="public"),
        registered("east", pool="east"),
        registered("put-away"), CustomerArchived("put-away", "ann", "", "ann", None, NOW),
        registered("out-of-east", pool="east"),
        CustomerArchived("out-of-east", "mia", "", None, "east", NOW),
        opened("deal", owner="ann"),
        opened("theirs", owner="zoe"),
        opened("part", owner="zoe"),
        OpportunityShared("part", None, (Share("ann", "50"), Share("zoe", "50")), "zoe", NOW),
        TaskGiven("to-her", None, "t", "", "ann", None, "zoe", NOW),
        TaskGiven("by-her", None, "t", "", "zoe", None, "ann", NOW),
        TaskGiven("other", None, "t", "", "zoe", None, "zoe", NOW),
    )  # fmt: skip
    return world


def who(world: World, name: str) -> Asker:
    found: Asker = service(world)._among(asker(PEOPLE[name], NOW), ["anew"])
    return found


@pytest.mark.parametrize("name", PEOPLE)
def test_one_row_is_judged_as_every_list_is(company: World, name: str) -> None:
    me = who(company, name)
    for projection, listed, sees in (
        (DIRECTORY, me.customers(), me.sees),
        (OPPORTUNITIES, opportunities.seen(me), partial(opportunities.sees, me)),
        (TASKS, tasks.seen(me), partial(tasks.sees, me)),
    ):
        rows = company.collection(projection)
        known = {row["_id"] for row in find(rows, listed, (), 100)}
        assert {row["_id"] for row in rows.find() if sees(row)} == known


def told(kind: str, id: str, *people: str, pool: str | None = None) -> dict[str, Any]:
    return {"kind": kind, "id": id, "people": people, "pool": pool}


def judged(world: World, name: str, *changes: dict[str, Any]) -> dict[str, list[str]]:
    [verdict] = service(world).changes_seen(
        askers=[PEOPLE[name].to_json()], told=list(changes)
    )  # fmt: skip
    return {word: [changes[at]["id"] for at in places] for word, places in verdict.items()}


@pytest.mark.parametrize(("name", "seen", "gone"), [
    ("ann", ["mine", "talk", "spoken"], ["given", "let-go"]),
    ("bob", ["given", "let-go", "talk"], ["taken"]),
    ("eve", ["mine", "talk", "spoken"], ["given", "let-go"]),
    ("mia", ["mine", "given", "let-go", "taken", "talk", "spoken"], []),
])  # fmt: skip
def test_who_had_it_until_then_is_told_that_it_is_gone(
    world: World, name: str, seen: list[str], gone: list[str]
) -> None:
    world.happened(
        PoolOpened("east", "东", "mia", NOW),
        PoolMembersSet("east", ("bob",), "mia", NOW),
        registered("mine"),
        registered("given"), CustomerAssigned("given", "bob", "mia", "ann", NOW),
        registered("let-go"), CustomerReleased("let-go", "ann", "", "east", "ann", NOW),
        registered("taken", owner="zoe"),
        replace(followed_up("given"), follow_up_id="talk"),
        replace(followed_up("mine", author="zoe"), follow_up_id="spoken"),
    )  # fmt: skip
    found = judged(
        world, name, told("customer", "mine"), told("customer", "given", "ann"),
        told("customer", "let-go", "ann"), told("customer", "taken", pool="east"),
        told("customer", "unknown", "ann"), told("follow-up", "talk"),
        told("follow-up", "spoken"),
    )  # fmt: skip

    assert found == {"seen": seen, "gone": gone}


def test_a_private_appointment_is_news_to_nobody_who_does_not_come(world: World) -> None:
    booked = AppointmentBooked(
        "a1", None, "appointment", "t", "", "", True, True, "ann", ("bob",), (), NOW, SOON,
        "Asia/Shanghai", False, "", (NOW,), None, None, "ann", NOW,
    )  # fmt: skip
    world.happened(booked, replace(booked, appointment_id="a2", private=False))

    both = told("appointment", "a1", "zoe"), told("appointment", "a2", "zoe")
    assert judged(world, "bob", *both)["seen"] == ["a1", "a2"]
    assert judged(world, "eve", *both) == judged(world, "mia", *both)
    assert judged(world, "eve", *both) == {"seen": ["a2"], "gone": []}


def test_the_lists_stand_before_what_rests_on_something_that_is_not_in(world: World) -> None:
    world.happened(registered("c1"), registered("c2"))
    early = world.envelope(followed_up("c1"), NOW)
    late = world.envelope(followed_up("c9"), NOW) | {"knowing": "customer:3"}
    world.engines["lists"].apply([early, late])
    assert service(world).lists_stand() == {"customer": 2, "pipeline": 0, "activity": 1}

    world.happened(registered("c9"))
    assert service(world).lists_stand() == {"customer": 3, "pipeline": 0, "activity": 2}


def test_what_is_no_change_is_refused(world: World) -> None:
    with pytest.raises(Invalid):
        judged(world, "ann", told("pool", "east"))
    with pytest.raises(Invalid):
        judged(world, "ann", *[told("customer", "c")] * 1_001)

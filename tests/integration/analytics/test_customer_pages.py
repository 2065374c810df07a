"""Customers in each order, page by page, while rows move; and each list from an index."""

from datetime import timedelta
from typing import Any

import pytest

from kernel.refusal import Invalid
from services.analytics.asker import Asker
from services.analytics.customers import customers
from services.analytics.directory import DIRECTORY
from tests.integration.analytics.world import MANAGER, NOW, SHANGHAI, World, profiled
from tests.unit.analytics.examples import (
    DAY,
    claimed,
    followed_up,
    registered,
)

LONG_AGO = NOW - 100 * DAY
MINUTE = timedelta(minutes=1)


def ids(world: World, asker: Asker = MANAGER, **asked: Any) -> list[str]:
    return [item["id"] for item in page(world, asker, **asked)["items"]]


def page(world: World, asker: Asker = MANAGER, **asked: Any) -> dict[str, Any]:
    paging = {name: asked.pop(name, None) for name in ("sort", "limit", "cursor", "owners")}
    return customers(world.collection(DIRECTORY), asker, SHANGHAI, asked, **paging)


def test_each_order_has_its_opposite_and_puts_none_where_it_belongs(world: World) -> None:
    world.happened(
        registered("c1", name="beta"),
        registered("c2", name="Alpha"),
        registered("c3", name="甲"),
        followed_up("c1", at=NOW, next_at=NOW + DAY),
        followed_up("c2", at=NOW - DAY, next_at=NOW + 2 * DAY),
    )

    assert ids(world, sort="name") == ["c2", "c1", "c3"]
    assert ids(world, sort="-name") == ["c3", "c1", "c2"]
    assert ids(world, sort="next_contact_at") == ["c1", "c2", "c3"]
    assert ids(world, sort="last_follow_up_at") == ["c3", "c2", "c1"]
    assert ids(world, sort="-last_follow_up_at") == ["c1", "c2", "c3"]


@pytest.mark.parametrize("sort", ["-touched_at", "touched_at", "name", "-next_contact_at"])
def test_pages_hold_every_customer_once(world: World, sort: str) -> None:
    """All were touched in the same millisecond and half of them share a name."""
    world.happened(*(registered(f"c{n}", name=f"n{n % 2}") for n in range(25)))

    assert sorted(walk(world, sort)) == sorted(f"c{n}" for n in range(25))


def test_pages_stay_whole_while_rows_move(world: World) -> None:
    world.happened(*(registered(f"c{n:02}", at=LONG_AGO + n * MINUTE) for n in range(20)))
    first = page(world, limit=5)
    assert [item["id"] for item in first["items"]] == ["c19", "c18", "c17", "c16", "c15"]

    world.happened(followed_up("c17", at=NOW), registered("new", at=NOW), claimed("c02", at=NOW))
    rest = walk(world, "-touched_at", first["next"])

    assert rest == [f"c{n:02}" for n in range(14, -1, -1) if n != 2]
    assert ids(world, limit=3) == ["new", "c17", "c02"]


def walk(world: World, sort: str, cursor: str | None = None) -> list[str]:
    found, more = [], True
    while more:
        here = page(world, sort=sort, limit=4, cursor=cursor)
        found += [item["id"] for item in here["items"]]
        cursor, more = here["next"], bool(here["next"])
    return found


@pytest.mark.parametrize(
    ("field", "value"),
    [("stage", "hot"), ("contact_status", "maybe"), ("due", "soon"), ("sort", "shoe_size"),
     ("cursor", "nonsense"), ("limit", 0), ("q", "x" * 101)],
)  # fmt: skip
def test_a_wrong_value_is_refused_with_its_field(world: World, field: str, value: Any) -> None:
    with pytest.raises(Invalid) as refused:
        page(world, **{field: value})
    assert [error["field"] for error in refused.value.fields["errors"]] == [field]


@pytest.mark.parametrize(
    ("asked", "index"),
    [
        ({}, "touched_at"),
        ({"owner": "ann"}, "seen_by"),
        ({"stage": "intent"}, "stage"),
        ({"stage": "pool"}, "seen_by"),
        ({"stage": "claimed"}, "touched_at"),
        ({"contact_status": "followed_up"}, "touched_at"),
        ({"contact_status": "not_followed_up"}, "touched_at"),
        ({"due": "overdue", "sort": "next_contact_at"}, "next_contact_at"),
        ({"sort": "name"}, "sort_name"),
    ],
)
def test_a_list_is_read_from_an_index(world: World, asked: dict[str, str], index: str) -> None:
    world.happened(*(registered(f"c{n}", name=f"n{n}") for n in range(300)))
    world.database.command("profile", 2)
    page(world, **asked, limit=5)
    world.database.command("profile", 0)

    [query] = profiled(world, {"command.find": world.collection(DIRECTORY).name})
    assert index in query["planSummary"]
    assert "COLLSCAN" not in query["planSummary"]
    assert query["command"]["maxTimeMS"] > 0

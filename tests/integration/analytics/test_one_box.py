"""The one box over real rows: what is most useful comes first, on however many pages."""

from datetime import timedelta
from typing import Any

import pytest

from kernel.refusal import Invalid
from services.analytics.asker import Asker
from services.analytics.customers import customers
from services.analytics.directory import DIRECTORY
from services.customer.events import CollaboratorAdded, Phone
from tests.integration.analytics.world import ANN, MANAGER, NOW, SHANGHAI, World, profiled
from tests.unit.analytics.examples import followed_up, registered

MINUTE = timedelta(minutes=1)
CLASSES = 6  # exact, beginning, part: one's own and the others' of each


def page(world: World, asker: Asker, **asked: Any) -> dict[str, Any]:
    paging = {name: asked.pop(name, None) for name in ("sort", "limit", "cursor")}
    return customers(world.collection(DIRECTORY), asker, SHANGHAI, asked, **paging)


def ids(world: World, asker: Asker = ANN, **asked: Any) -> list[str]:
    return [item["id"] for item in page(world, asker, **asked)["items"]]


def walk(world: World, asker: Asker, limit: int, **asked: Any) -> list[str]:
    found, cursor = [], None
    while here := page(world, asker, limit=limit, cursor=cursor, **asked):
        found += [item["id"] for item in here["items"]]
        cursor = here["next"]
        if cursor is None:
            break
    return found


def wangs(world: World) -> None:
    names = [
        ("part", "小王芳", None), ("longer", "王芳芳", None), ("exact", "王芳", None),
        ("mine-longer", "王芳菲", "ann"), ("mine", "王芳", "ann"), ("other", "李雷", None),
        ("foreign", "王芳", "bob"),
    ]  # fmt: skip
    world.happened(
        *(
            registered(id, name=name, owner=owner, pool=None if owner else "p", at=NOW - n * MINUTE)
            for n, (id, name, owner) in enumerate(names)
        )
    )


USEFUL = ["mine", "exact", "mine-longer", "longer", "part"]


def test_the_exact_name_comes_first_then_what_begins_so_and_own_before_others(world: World) -> None:
    wangs(world)

    assert ids(world, q="王芳") == USEFUL
    assert ids(world, q="wangfang") == USEFUL
    assert ids(world, q="王芳", owner="ann") == ["mine", "mine-longer"]
    assert ids(world, MANAGER, q="王芳")[:3] == ["exact", "mine", "foreign"]


def test_of_what_is_equally_useful_the_last_touched_comes_first(world: World) -> None:
    wangs(world)
    world.happened(followed_up("longer", at=NOW))
    more = (registered(f"w{n}", name="王芳华", pool="p", at=NOW - n * MINUTE) for n in (2, 1))
    world.happened(*more)

    assert ids(world, q="王芳")[3:] == ["longer", "w1", "w2", "part"]


def test_who_holds_none_of_many_that_are_found_is_told_without_looking_at_them(
    world: World,
) -> None:
    """Of a common surname one's own come first: they are looked for by who holds, not by name."""
    world.happened(*(registered(f"w{n:03}", name=f"王{n}", pool="p") for n in range(400)))
    world.database.command("profile", 2)
    try:
        assert len(ids(world, MANAGER, q="王", limit=5)) == 5
    finally:
        world.database.command("profile", 0)

    queries = profiled(world, {"command.find": world.collection(DIRECTORY).name})
    assert sum(query["docsExamined"] for query in queries) <= 20


@pytest.mark.parametrize("limit", [1, 2, 3, 5, 200])
def test_pages_go_through_all_classes_without_a_gap(world: World, limit: int) -> None:
    wangs(world)

    assert walk(world, ANN, limit, q="王芳") == USEFUL


def test_an_order_that_is_named_counts_more_than_usefulness(world: World) -> None:
    wangs(world)

    assert sorted(ids(world, q="王芳", sort="name")) == sorted(USEFUL)
    assert ids(world, q="王芳", sort="-touched_at") == [
        "part", "longer", "exact", "mine-longer", "mine",
    ]  # fmt: skip


def test_a_cursor_of_another_list_is_refused(world: World) -> None:
    wangs(world)
    other = page(world, ANN, limit=1)["next"]

    for wrong in (other, "nonsense"):
        with pytest.raises(Invalid) as refused:
            page(world, ANN, q="王芳", cursor=wrong)
        assert refused.value.fields["errors"][0]["field"] == "cursor"


@pytest.mark.parametrize(("q", "there"), [("n299", 1), ("茶叶", 0), ("13800138000", 0)])
def test_a_rare_word_costs_a_look_up_of_an_index_for_each_class(
    world: World, q: str, there: int
) -> None:
    phones: tuple[Phone, ...] = ()
    world.happened(*(registered(f"c{n}", name=f"n{n}", phones=phones) for n in range(300)))
    world.database.command("profile", 2)
    assert len(ids(world, MANAGER, q=q)) == there
    world.database.command("profile", 0)

    queries = profiled(world, {"command.find": world.collection(DIRECTORY).name})
    assert len(queries) == CLASSES
    for query in queries:
        assert "COLLSCAN" not in query["planSummary"]
        assert query["docsExamined"] <= 2 * there  # by each of the ways in which it may be meant
        assert query["command"]["maxTimeMS"] > 0


def test_a_masked_number_is_found_by_parts_by_who_holds_it_and_else_as_a_whole(
    world: World,
) -> None:
    number = Phone("13900001234", "+8613900001234", None, True)
    known: dict[str, Any] = {"phones": (number,), "emails": ()}
    world.happened(
        registered("mine", owner="ann", **known), registered("lying", pool="p", **known),
        registered("shared", owner="bob", **known), registered("foreign", owner="bob", **known),
        CollaboratorAdded("shared", "ann", None, "bob", NOW),
    )  # fmt: skip
    boss = Asker("may", frozenset(["may"]), sees_all=True, at=NOW, leads=True)

    for part in ("1234", "139", "1390000", "13900001"):
        assert sorted(ids(world, q=part)) == ["mine", "shared"]
        assert sorted(ids(world, q=part, sort="name")) == ["mine", "shared"]
        assert len(ids(world, boss, q=part)) == 4
        assert ids(world, MANAGER, q=part) == []  # sees all, holds none
    assert sorted(ids(world, q="139 0000 1234")) == ["lying", "mine", "shared"]
    assert len(ids(world, MANAGER, q="+8613900001234")) == 4
    assert walk(world, ANN, 1, q="13900001234")[0] == "mine"

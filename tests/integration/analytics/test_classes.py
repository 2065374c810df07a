"""Lists by classification and of the archive, on real rows."""

from dataclasses import replace
from typing import Any

import pytest

from kernel.refusal import Invalid, NotFound
from services.analytics.customers import customers
from services.analytics.definitions import DEFINITIONS, definitions
from services.analytics.directory import DIRECTORY, customer
from services.analytics.ladder import LADDER, rungs
from services.analytics.periods import Period
from services.analytics.pools import Known
from services.analytics.question import Question
from services.customer.events import (
    Address,
    CustomerArchived,
    CustomerRestored,
    FieldChoice,
    FieldDefined,
    FieldRequired,
    FieldValue,
    SecondOwnerNamed,
)
from tests.integration.analytics.test_customers import ids
from tests.integration.analytics.world import ANN, BOB, MANAGER, NOW, SHANGHAI, World, profiled
from tests.unit.analytics.examples import HOUR, registered

ARCHIVED = CustomerArchived("a1", "ann", "已关门", "ann", None, NOW)


def of_three_levels(world: World) -> None:
    world.happened(
        registered("a1", owner="ann", level="A", industry="茶", at=NOW - 3 * HOUR),
        registered("b1", owner="bob", level="A", source="展会", at=NOW - 2 * HOUR),
        registered("p1", pool="north", level="B", locality="商业街", at=NOW - HOUR),
    )


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"level": "A"}, ["b1", "a1"]),
        ({"level": "B"}, ["p1"]),
        ({"level": "a"}, []),
        ({"level": "A", "industry": "茶"}, ["a1"]),
        ({"source": "展会"}, ["b1"]),
        ({"locality": "商业街", "pool": "north"}, ["p1"]),
        ({"business_status": "营业"}, []),
        ({"industry": "level=A"}, []),
    ],
)
def test_a_list_is_cut_by_each_class(world: World, asked: dict[str, str], found: list[str]) -> None:
    of_three_levels(world)

    assert ids(world, **asked) == found


def test_a_list_is_cut_by_where_it_is_who_brought_it_in_and_who_helps(world: World) -> None:
    here = (Address("x", city="杭州市", district="西湖区"), Address("y", city="宁波市"))
    world.happened(
        registered("c1", addresses=here, by="eve", at=NOW - HOUR),
        registered("c2", addresses=here[1:], by="dan", at=NOW - 2 * HOUR),
        SecondOwnerNamed("c2", "bob", None, "ann", NOW),
    )

    assert ids(world, city="宁波市") == ["c2", "c1"]
    assert ids(world, city="杭州市", district="西湖区") == ["c1"]
    assert ids(world, registered_by="dan") == ["c2"]
    assert ids(world, BOB, second_owner="bob") == ids(world, second_owner="bob") == ["c2"]
    assert ids(world, owner="ann", registered_by="eve") == ["c1"]
    assert ids(world, ANN, second_owner="dan") == []


def test_names_are_sorted_by_pinyin(world: World) -> None:
    names = ["王芳", "阿里", "Zoe", "曾国藩", "单晓", "万里", "王刚", "Bo", "汪峰"]
    world.happened(*(registered(name, name=name, at=NOW) for name in names))

    order = ["阿里", "Bo", "单晓", "万里", "汪峰", "王芳", "王刚", "曾国藩", "Zoe"]
    assert ids(world, sort="name") == order
    assert ids(world, sort="-name") == order[::-1]


def test_by_what_a_pool_hides_its_customers_are_in_no_list(world: World) -> None:
    of_three_levels(world)
    hiding = replace(BOB, pools=Known((), {"north": frozenset({"locality"})}))

    assert ids(world, BOB, level="B") == ["p1"]
    assert ids(world, hiding, level="B") == []
    assert ids(world, hiding, locality="商业街") == ["p1"]
    assert ids(world, hiding, level="A") == ["b1"]
    assert ids(world, hiding, q="tea") == ids(world, hiding, q="tea", sort="name") == ["b1"]
    assert ids(world, hiding, q="wang") == ["b1", "p1"]


def test_a_class_shows_nobody_more_than_they_may_see(world: World) -> None:
    of_three_levels(world)

    assert ids(world, ANN, level="A") == ["a1"]
    assert ids(world, BOB, level="A") == ["b1"]


def test_what_is_archived_is_in_no_list_but_its_own(world: World) -> None:
    of_three_levels(world)
    world.happened(ARCHIVED)

    assert ids(world) == ["p1", "b1"]
    assert ids(world, q="tea") == ["p1", "b1"]
    assert ids(world, level="A") == ["b1"]
    assert ids(world, archived="false") == ["p1", "b1"]
    assert ids(world, archived="true") == ["a1"]
    assert ids(world, archived="true", level="A") == ["a1"]
    with pytest.raises(Invalid):
        ids(world, archived="yes")


def test_what_is_archived_is_seen_by_who_had_it_and_by_managers(world: World) -> None:
    of_three_levels(world)
    world.happened(ARCHIVED)
    rows = world.collection(DIRECTORY)

    assert (ids(world, ANN, archived="true"), ids(world, BOB, archived="true")) == (["a1"], [])
    assert customer(rows, ANN, "a1")["archive_reason"] == "已关门"
    assert customer(rows, MANAGER, "a1")["archived_by"] == "ann"
    with pytest.raises(NotFound):
        customer(rows, BOB, "a1")


def test_what_was_restored_is_in_the_lists_again(world: World) -> None:
    of_three_levels(world)
    world.happened(ARCHIVED, CustomerRestored("a1", "may", "ann", None, NOW))

    assert ids(world, level="A") == ["a1", "b1"]
    assert ids(world, archived="true") == []


def test_what_is_archived_stands_on_no_rung(world: World) -> None:
    of_three_levels(world)
    question = Question(MANAGER, Period(), None, SHANGHAI)

    def standing() -> dict[str, int]:
        counted = rungs(world.collection(LADDER), question)
        return {one["stage"]: one["count"] for one in counted if one["count"]}

    assert standing() == {"claimed": 2, "pool": 1}
    world.happened(ARCHIVED)
    assert standing() == {"claimed": 1, "pool": 1}
    world.happened(CustomerRestored("a1", "may", "ann", None, NOW))
    assert standing() == {"claimed": 2, "pool": 1}


def test_a_class_is_read_from_its_index_in_the_order_of_the_list(world: World) -> None:
    """As many rows are looked at as are shown, however many others there are."""
    world.happened(*(registered(f"x{n:03}", level="A" if n % 50 == 0 else "D") for n in range(500)))
    world.database.command("profile", 2)
    try:
        assert len(ids(world, level="A", limit=5)) == 5
    finally:
        world.database.command("profile", 0)

    [query] = profiled(world, {"command.find": world.collection(DIRECTORY).name})
    assert query["docsExamined"] <= 6
    assert "hasSortStage" not in query


def test_incomplete_customers_are_a_list(world: World) -> None:
    of_three_levels(world)
    taste = FieldValue("f1", 1, "口味", ("1",), ("绿茶",))
    world.happened(
        registered("c1", level="B", fields=(taste,), phones=(), at=NOW),
        FieldRequired("f1", True, ("B",), "may", NOW),
        FieldRequired("phones", True, (), "may", NOW),
        FieldDefined("f1", "口味", "choice", (FieldChoice("1", "绿茶"),), "may", NOW),
    )
    defined = definitions(world.collection(DEFINITIONS))

    def found(**asked: Any) -> list[str]:
        rows = world.collection(DIRECTORY)
        page = customers(rows, MANAGER, SHANGHAI, asked, defined=defined)
        return [one["id"] for one in page["items"]]

    assert found(complete="false") == ["c1", "p1"]
    assert found(complete="true") == ["b1", "a1"]
    assert found(complete="false", level="B", locality="商业街") == ["p1"]
    assert found(field=["f1:1"]) == ["c1"]
    assert found(field=["f1:1", "f1:2"]) == []
    [one] = customers(
        world.collection(DIRECTORY), MANAGER, SHANGHAI, {"locality": "商业街"}, defined=defined
    )["items"]
    assert (one["completeness"], one["missing"]) == (50, [{"field": "f1", "name": "口味"}])


@pytest.mark.parametrize("pair", ["f1", ":1", "f1:", "level:A", "archived:true"])
def test_a_field_is_asked_for_by_id_and_value(world: World, pair: str) -> None:
    with pytest.raises(Invalid):
        ids(world, field=[pair])

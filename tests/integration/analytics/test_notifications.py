"""Notifications over real rows: everybody's own, page by page, read and unread."""

from typing import Any

from services.activity.events import NotificationsRead, PersonNotified
from services.activity.published.notifications import Numbers
from services.customer.events import CustomerRegistered
from tests.integration.analytics.test_service import service
from tests.integration.analytics.world import NOW, World


def told(world: World, *numbers: int, person: str = "ann") -> None:
    world.happened(
        *(
            PersonNotified(person, n, "contact-due", f"c{n}", None, NOW, None, None, None, NOW)
            for n in numbers
        )
    )


def registered(id: str, name: str, owner: str) -> CustomerRegistered:
    return CustomerRegistered(name=name, customer_id=id, owner=owner, pool=None, by=owner, at=NOW)


def were_read(world: World, *ranges: tuple[int, int], person: str = "ann") -> None:
    numbers = tuple(Numbers(*both) for both in ranges)
    world.happened(NotificationsRead(person, numbers, NOW))


def desk(world: World, person: str = "ann") -> Any:
    return service(world, person, "sales")


def ids(page: dict[str, Any]) -> list[str]:
    return [item["id"] for item in page["items"]]


def test_the_newest_come_first_and_nobody_elses(world: World) -> None:
    told(world, *range(1, 13))
    told(world, 1, person="ann/0")
    told(world, 1, 2, person="bob")
    ann = desk(world)

    first = ann.notifications(limit=5)
    second = ann.notifications(limit=10, cursor=first["next"])

    assert ids(first) + ids(second) == [str(number) for number in range(12, 0, -1)]
    assert second["next"] is None
    assert ids(desk(world, "bob").notifications()) == ["2", "1"]
    assert ids(service(world, "mia").notifications()) == []


def test_read_and_unread_are_told_apart_and_counted(world: World) -> None:
    told(world, *range(1, 8))
    were_read(world, (2, 3))
    were_read(world, (6, 6))
    ann = desk(world)

    assert ids(ann.notifications(unread="true")) == ["7", "5", "4", "1"]
    assert ids(ann.notifications(unread="false")) == ["6", "3", "2"]
    assert ann.unread() == {"unread": 4, "last": "7"}
    assert desk(world, "bob").unread() == {"unread": 0, "last": "0"}


def test_what_came_after_a_number_is_told_in_its_order(world: World) -> None:
    told(world, *range(1, 12))
    ann = desk(world)

    assert ids(ann.notifications_since(number=9)) == ["10", "11"]
    assert ids(ann.notifications_since(number=0, limit=3)) == ["1", "2", "3"]
    assert ids(ann.notifications_since(number=11)) == []
    assert ann.inbox_heads(people=["ann", "bob"]) == {"ann": 11}


def test_a_customer_is_named_to_who_may_see_it(world: World) -> None:
    world.happened(
        registered("c1", "云帆", "ann"),
        registered("c2", "丝行", "bob"),
    )
    told(world, 1, 2)
    told(world, 1, person="bob")

    def named(person: str, answer: str) -> list[str | None]:
        return [one["customer"] for one in getattr(desk(world, person), answer)()["items"]]

    assert named("ann", "notifications") == [None, "云帆"]
    assert named("bob", "notifications") == [None]
    since = desk(world).notifications_since(number=0)["items"]
    assert [one["customer"] for one in since] == ["云帆", None]


def test_a_page_is_read_by_an_index(world: World) -> None:
    told(world, *range(1, 4))
    rows = world.rows["lists"].collection("notifications")
    plan = rows.find({"person": "ann"}).sort("_id", -1).explain()["queryPlanner"]

    assert "SORT" not in str(plan["winningPlan"]).replace("SORTED", "")
    assert "person_1__id_1" in str(plan["winningPlan"])

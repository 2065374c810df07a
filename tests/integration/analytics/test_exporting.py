"""A list taken away page by page: as it was at one moment, and with the rights of the list."""

from datetime import timedelta
from typing import Any

import pytest
from bson.timestamp import Timestamp

from kernel.refusal import Invalid, NotFound, Unavailable
from services.analytics.moments import at_moment
from services.customer.events import CustomerEdited
from tests.integration.analytics.test_register import ids, service
from tests.integration.analytics.world import World
from tests.unit.analytics.conversations import said
from tests.unit.analytics.examples import NOON, registered


def customers(world: World, *numbers: int, owner: str = "ann") -> None:
    world.happened(*(
        registered(f"c{n}", name=f"客户{n}", owner=owner, at=NOON + timedelta(minutes=n))
        for n in numbers
    ))  # fmt: skip


def taken(world: World, of: str, meanwhile: Any = lambda: None, **asked: Any) -> list[Any]:
    """All of it, two at a time; in between something happens."""
    page = service(world).export(of, asked, limit=2)
    found = list(page["items"])
    while page["next"]:
        meanwhile()
        page = service(world).export(
            of, asked, limit=2, cursor=page["next"], moment=page["moment"]
        )  # fmt: skip
        found += page["items"]
    return found


def test_what_happens_meanwhile_is_in_no_page(world: World) -> None:
    customers(world, 1, 2, 3, 4, 5)
    later = iter(range(6, 20))

    def busy() -> None:
        n = next(later)
        customers(world, n)
        edited = vars(registered("c1", name=f"改名{n}"))
        told = {key: edited[key] for key in CustomerEdited.__dataclass_fields__ if key in edited}
        at = {"at": NOON + timedelta(days=n), "changed": ("name",)}
        world.happened(CustomerEdited(**told | at))

    found = taken(world, "customers", busy)
    assert [one["name"] for one in found] == ["客户5", "客户4", "客户3", "客户2", "客户1"]
    now = service(world).customers()["items"]
    assert len(now) == 7
    assert now[0]["name"] == "改名7"


def test_the_first_page_says_what_all_of_them_contain(world: World) -> None:
    customers(world, 1, 2, 3)
    page = service(world).export("customers", {}, limit=2)
    assert page["positions"] == ["activity:0", "customer:3", "pipeline:0"]
    after = service(world).export(
        "customers", {}, limit=2, cursor=page["next"], moment=page["moment"]
    )  # fmt: skip
    assert after["positions"] == []
    assert after["next"] is None


@pytest.mark.parametrize("of", ["customers", "follow_ups", "opportunities", "commitments"])
def test_somebody_takes_away_what_they_see_in_the_list_and_no_more(world: World, of: str) -> None:
    customers(world, 1, 2)
    customers(world, 3, owner="bob")
    world.happened(said("f1", "c1"), said("f3", "c3", author="bob"))
    bob = service(world, "bob", "sales")
    listed = getattr(service(world, "bob", "sales"), of)()["items"]
    assert bob.export(of, {})["items"] == listed
    assert len(listed) < 2


def test_its_filters_are_those_of_the_list(world: World) -> None:
    customers(world, 1, 2)
    world.happened(said("f1", "c1"), said("f2", "c2", channel="phone"))
    assert ids(service(world).export("follow_ups", {"channel": "phone"})) == ["f2"]
    with pytest.raises(NotFound):
        service(world, "bob", "sales").export("follow_ups", {"customer_id": "c1"})
    with pytest.raises(Invalid):
        service(world).export("customers", {"stage": "nowhere"})
    with pytest.raises(Invalid):
        service(world).export("caller", {})


def test_a_moment_that_is_forgotten_is_refused(world: World) -> None:
    customers(world, 1)
    lists = world.rows["lists"]
    with at_moment(lists, None) as then:
        then.positions()
        text = then.text()
    assert text.split(".")[2] == str(lists.generation)
    long_ago = str(Timestamp(1_000_000_000, 1).time)
    with pytest.raises(Unavailable) as caught:
        service(world).export("customers", {}, moment=f"{long_ago}.1.1")
    assert caught.value.slug == "moment-forgotten"
    for none in ("", "1.1", "x.1.1", "1.1.1\n"):
        with pytest.raises(Invalid), at_moment(lists, none or "-"):
            pass

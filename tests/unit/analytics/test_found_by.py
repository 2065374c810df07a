"""What somebody finds customers by: not by parts of what is masked, and not by what is hidden."""

from datetime import timedelta
from typing import Any

import pytest

from kernel.testing import project
from services.analytics.asker import Asker
from services.analytics.directory import DIRECTORY
from services.analytics.found_by import by_what_is_shown, parts
from services.analytics.pools import Known
from services.analytics.search import OF_ALL, Parts, classes, searching
from services.analytics.search_keys import ACCOUNT, NUMBER, keys
from services.customer.events import CollaboratorAdded, ContactAdded, Messaging, Phone
from tests.unit.analytics.examples import MOBILE, NOON, registered
from tests.unit.analytics.matching import fits

LANDLINE = Phone("(0571) 8888-8888转8001", "+8657188888888", "8001", True)
AMERICAN = Phone("917-584-0243", "+19175840243", None, True)
WAYS: dict[str, Any] = {
    "phones": (MOBILE, LANDLINE, AMERICAN), "emails": ("li.lei@tea.example",),
    "messaging": (Messaging("wechat", "lilei88"),),
}  # fmt: skip
LYING = project(DIRECTORY, registered(pool="north", company="西湖茶业", **WAYS))["c1"]
NOBODYS = {"_id": {"$in": []}}
OF_NONE: Parts = {NUMBER: NOBODYS, ACCOUNT: NOBODYS}


def finds(q: str, by: Parts = OF_NONE) -> bool:
    found = fits(searching(q, by), keys(LYING))
    ranked = [fits(kind, keys(LYING)) for kind in classes(q, by)]
    assert ranked.count(True) == found, "it stands in one class exactly when it is found"
    return found


@pytest.mark.parametrize(
    "q", ["8000", "138", "1380013800", "0013 8000", "88888888", "571", "5840243", "8001"]
)
def test_part_of_a_masked_number_finds_nothing(q: str) -> None:
    assert finds(q, OF_ALL)
    assert not finds(q)
    assert not finds(f"西湖 {q}")


@pytest.mark.parametrize("q", ["lei", "li.lei@tea", "tea.example", "lilei8"])
def test_part_of_a_masked_address_finds_nothing(q: str) -> None:
    assert finds(q, OF_ALL)
    assert not finds(q)


@pytest.mark.parametrize(
    "q",
    [
        "13800138000", "+86 138 0013 8000", "0571-88888888", "0571 8888 8888 转 8001",
        "917-584-0243", "+1 917 584 0243", "li.lei@tea.example", "LiLei88", "西湖 13800138000",
    ],
)  # fmt: skip
def test_the_whole_of_it_finds_as_the_duplicate_check_does(q: str) -> None:
    assert finds(q)


@pytest.mark.parametrize("q", ["西湖", "xhcy", "wang li"])
def test_what_is_not_masked_is_found_by_any_part(q: str) -> None:
    assert finds(q)


def asker(user: str = "dan", **how: Any) -> Asker:
    return Asker(user, frozenset([user]), how.pop("sees_all", False), NOON, **how)


def test_each_kind_is_limited_when_it_is_masked_and_for_who_leads_never() -> None:
    held = asker().holding()
    assert parts(asker()) == {NUMBER: held, ACCOUNT: {}}
    assert parts(asker(masks=frozenset({"messaging"}))) == {NUMBER: {}, ACCOUNT: held}
    assert parts(asker(masks=frozenset())) == OF_ALL
    assert parts(asker(leads=True)) == OF_ALL
    assert parts(asker(sees_all=True))[NUMBER] == held


def holds(who: Asker, *events: Any) -> bool:
    """The condition and what is asked of a row agree."""
    row = project(DIRECTORY, *events)["c1"]
    [mine, sharing] = who.holding()["$or"]
    person = sharing["collaborators"]["$elemMatch"]["person"]
    shared = [
        one for one in row["collaborators"]
        if one["person"] == person and (one["until"] is None or one["until"] > NOON)
    ]  # fmt: skip
    found = mine["seen_by"] in row["seen_by"] or bool(shared)
    assert found == who.holds(row)
    return found


def test_who_holds_it_finds_it_by_parts() -> None:
    later = CollaboratorAdded("c1", "cy", NOON + timedelta(hours=1), "ann", NOON)
    over = CollaboratorAdded("c1", "cy", NOON, "ann", NOON)

    assert holds(asker("ann"), registered())
    assert holds(asker("cy"), registered(), later)
    assert not holds(asker("cy"), registered(), over)
    assert not holds(asker("ann"), registered(pool="north"))


FEW = asker(pools=Known((), {"north": frozenset({"phones"})}))
HIDDEN = asker(pools=Known((), {"north": frozenset()}))


@pytest.mark.parametrize(
    ("q", "few", "hidden"),
    [
        ("wang", True, True),
        ("西湖", False, False),
        ("xhcy", False, False),
        ("13800138000", True, True),
        ("li.lei@tea.example", True, True),
        ("王刚", False, False),
        ("", True, True),
    ],
)
def test_what_a_pool_hides_is_nothing_to_find_its_customers_by(
    q: str, few: bool, hidden: bool
) -> None:
    met = ContactAdded(customer_id="c1", contact_id="k1", by="ann", at=NOON, name="王刚")
    row = project(DIRECTORY, registered(pool="north", company="西湖茶业", **WAYS), met)["c1"]

    assert by_what_is_shown(row, FEW, q) == few
    assert by_what_is_shown(row, HIDDEN, q) == hidden
    assert by_what_is_shown(row, asker(), q)

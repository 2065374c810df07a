"""What the directory tells of a customer and its people."""

from datetime import date
from typing import Any

from kernel.testing import project, recorded
from services.analytics.directory import DIRECTORY, shown
from services.customer.customer import told
from services.customer.events import (
    Address,
    ContactAdded,
    ContactEdited,
    ContactRemoved,
    CustomerArchived,
    CustomerEdited,
    CustomerRestored,
    Messaging,
    Phone,
    PrimaryContactNamed,
    Shop,
)
from tests.unit.analytics.examples import HOUR, MOBILE, NOON, registered
from tests.unit.analytics.test_search import fits, searching

OFFICE = Phone("0571-8888 8888", "+8657188888888", None, True)
LATER = NOON + HOUR
FULL = registered(
    sign="西湖茶庄", short_name="西湖茶业", level="A", industry="茶", source="展会",
    business_status="营业", locality="商业街", messaging=(Messaging("wechat", "wangli88"),),
    addresses=(Address("杭州西湖区", "浙江省", "杭州市", "西湖区", division="330106"),),
    credit_code="91330100716105852F", licence_number="330106000012345",
    shop=Shop("王芳", "female", 1980, "86.5", None), contract_ends_on=date(2027, 1, 31),
)  # fmt: skip


def added(id: str = "k1", **about: Any) -> ContactAdded:
    known: dict[str, Any] = {"name": "欧阳锋", "role": "总经理"}
    return ContactAdded(customer_id="c1", contact_id=id, by="ann", at=NOON, **known | about)


def row(*events: Any) -> dict[str, Any]:
    return project(DIRECTORY, *events)["c1"]


def found(q: str, *events: Any) -> bool:
    return fits(searching(q), row(*events)["grams"])


def test_every_field_of_the_profile_is_shown() -> None:
    answer = shown(row(FULL))

    assert (answer["sign"], answer["level"], answer["contract_ends_on"]) == (
        "西湖茶庄", "A", "2027-01-31",
    )  # fmt: skip
    assert answer["messaging"] == [{"kind": "wechat", "id": "wangli88"}]
    assert answer["addresses"][0]["division"] == "330106"
    assert answer["shop"]["floor_area"] == "86.5"
    assert told(FULL).keys() <= answer.keys()


def test_an_edit_replaces_the_profile_and_nothing_else() -> None:
    edited = CustomerEdited(
        customer_id="c1", changed=("name",), by="ann", at=LATER, **told(FULL) | {"name": "新茶行"}
    )

    before, after = shown(row(FULL, added())), shown(row(FULL, added(), edited))

    assert after["name"] == "新茶行"
    assert {name for name in after if after[name] != before[name]} == {"name", "version"}
    assert found("新茶", FULL, edited)
    assert not found("wang li", registered(emails=()), edited_without_email())


def edited_without_email() -> CustomerEdited:
    changed = told(FULL) | {"name": "新茶行", "emails": (), "messaging": ()}
    return CustomerEdited(customer_id="c1", changed=("name",), by="ann", at=LATER, **changed)


def test_sign_licensed_name_and_owner_of_a_shop_are_all_found() -> None:
    for q in ("西湖茶庄", "Hangzhou", "王芳", "西湖茶业", "91330100716105852F", "wangli88"):
        assert found(q, FULL), q
    assert not found("李雷", FULL)


def test_a_customer_is_found_by_the_people_there_until_they_are_removed() -> None:
    person = added(phones=(OFFICE,), emails=("feng@example.cn",))
    gone = ContactRemoved("c1", "k1", "ann", LATER)

    for q in ("欧阳", "8888", "feng@", "0571 8888 8888"):
        assert found(q, registered(), person), q
        assert not found(q, registered(), person, gone), q
    assert found("13800138000", registered(), person, gone)


def test_contacts_are_listed_in_the_order_they_came_with_how_they_are_addressed() -> None:
    clerk = added("k2", name="王芳", role="经理", reports_to="k1", birthday=date(1980, 2, 29))
    primary = PrimaryContactNamed("c1", "k2", "ann", NOON)

    one, two = shown(row(registered(), added(), clerk, primary))["contacts"]

    assert (one["id"], one["surname"], one["addressed_as"], one["primary"]) == (
        "k1", "欧阳", "欧阳总", False,
    )  # fmt: skip
    assert (two["addressed_as"], two["primary"], two["reports_to"]) == ("王经理", True, "k1")
    assert two["birthday"] == "1980-02-29"


def test_an_edited_contact_stays_in_its_place() -> None:
    edited = ContactEdited(
        customer_id="c1", contact_id="k1", changed=("name",), by="ann", at=LATER, name="令狐冲",
        phones=(MOBILE,),
    )  # fmt: skip

    names = [
        one["name"] for one in shown(row(registered(), added(), added("k2"), edited))["contacts"]
    ]

    assert names == ["令狐冲", "欧阳锋"]


def test_nobody_reports_to_who_was_removed() -> None:
    clerk = added("k2", reports_to="k1")

    [left] = shown(row(registered(), added(), clerk, ContactRemoved("c1", "k1", "ann", LATER)))[
        "contacts"
    ]

    assert (left["id"], left["reports_to"]) == ("k2", None)


ARCHIVED = CustomerArchived("c1", "ann", "已关门", "ann", None, LATER)


def test_an_archived_customer_tells_by_whom_when_and_why() -> None:
    answer = shown(row(FULL, ARCHIVED))

    assert (answer["archived_by"], answer["archive_reason"]) == ("ann", "已关门")
    assert answer["archived_at"] == "2026-01-05T05:00:00Z"
    assert (answer["owner"], answer["pool"]) == (None, None)


def test_a_restored_one_tells_nothing_of_it_any_more() -> None:
    back = row(FULL, ARCHIVED, CustomerRestored("c1", "may", "ann", None, LATER))

    assert shown(back)["archived_at"] is None
    assert (back["archived"], back["seen_by"], back["owner"]) == (False, ["ann"], "ann")


def test_a_row_is_filed_under_each_of_its_classes() -> None:
    classes = [
        "business_status=营业", "city=杭州市", "district=西湖区", "industry=茶", "level=A",
        "locality=商业街", "registered_by=ann", "source=展会",
    ]  # fmt: skip

    assert sorted(row(FULL)["facets"]) == classes
    assert sorted(row(FULL, ARCHIVED)["facets"]) == ["archived=true", *classes]
    assert row(registered())["facets"] == ["registered_by=ann"]


def test_a_row_is_filed_under_the_places_of_all_its_addresses() -> None:
    places = (
        Address("x", city="杭州市", district="西湖区"), Address("y", city="杭州市"), Address("z"),
    )  # fmt: skip

    assert row(registered(addresses=places))["facets"] == [
        "registered_by=ann", "city=杭州市", "district=西湖区",
    ]  # fmt: skip


def test_a_row_of_before_the_full_profile_is_shown_with_nothing_where_nothing_is_known() -> None:
    old = {"_id": "c1", "version": 1, "name": "Li", "owner": "ann", "pool": None,
           "registered_by": "ann", "registered_at": NOON, "touched_at": NOON}  # fmt: skip

    answer = shown(old)

    assert (answer["name"], answer["level"], answer["contacts"]) == ("Li", None, [])
    assert answer["archived_at"] is None


def test_recorded_events_of_contacts_count_the_version_of_the_customer() -> None:
    assert row(recorded(registered(), version=1), recorded(added(), version=2))["version"] == 2

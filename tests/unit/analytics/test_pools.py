"""What lies in which pool for whom to see, and how much of it."""

from datetime import UTC, datetime

from kernel.testing import project
from services.analytics import timeline
from services.analytics.asker import Asker
from services.analytics.directory import DIRECTORY, shown
from services.analytics.pools import POOLS, Known, implicit, is_member, without
from services.analytics.pools import shown as pool_shown
from services.analytics.timeline import TIMELINE
from services.customer.events import (
    ContactAdded,
    CustomerArchived,
    CustomerClaimed,
    CustomerLocked,
    PoolAdminsSet,
    PoolClosed,
    PoolFieldsShown,
    PoolMembersSet,
    PoolOpened,
    PoolRenamed,
    PoolRule,
    PoolRulesSet,
    RecycleWarned,
)
from tests.unit.analytics.examples import registered

AT = datetime(2026, 1, 5, tzinfo=UTC)
OPENED = PoolOpened("north", "北区", "may", AT)
ANNS = PoolMembersSet("north", ("ann",), "may", AT)
RUN_BY_CY = PoolAdminsSet("north", ("cy",), "may", AT)
FEW = PoolFieldsShown("north", ("industry",), "may", AT)


def asker(user: str, sees_all: bool, *pools: Known) -> Asker:
    return Asker(user, frozenset([user]), sees_all, AT, *pools)


FEW_SHOWN = asker("ann", False, Known((), {"north": frozenset({"industry"})}))


def row(*events):
    return project(POOLS, *events)["north"]


def test_a_pool_is_shown_as_it_was_set_up():
    rules = PoolRulesSet("north", 1, "Asia/Urumqi", (PoolRule("all"),), "may", AT)
    renamed, closed = PoolRenamed("north", "北", "may", AT), PoolClosed("north", "may", AT)
    told = pool_shown(row(OPENED, ANNS, RUN_BY_CY, FEW, rules, renamed, closed))
    assert told["rules"][0]["name"] == "all"
    assert told | {"rules": []} == {
        "id": "north", "version": 7, "name": "北", "closed": True, "members": ["ann"],
        "admins": ["cy"], "shown": ["industry"], "rules": [], "rules_version": 1,
        "time_zone": "Asia/Urumqi",
    }  # fmt: skip
    assert not pool_shown(row(OPENED, closed, OPENED))["closed"]


def test_the_public_pool_is_there_without_having_been_opened():
    told = implicit()
    assert (told["id"], told["name"], told["members"], told["version"]) == (
        "public", "public", None, 0,
    )  # fmt: skip


def test_members_are_named_or_everybody():
    assert is_member(row(OPENED), "bob")
    ours = row(OPENED, ANNS, RUN_BY_CY)
    assert [is_member(ours, who) for who in ("ann", "bob", "cy")] == [True, False, True]


def test_what_lies_in_others_pools_is_left_out_of_every_list():
    _, lying, _ = asker("ann", False).customers()["$or"]
    assert lying == {"seen_by": ""}
    mine, lying, _ = asker("ann", False, Known(("south",))).customers()["$or"]
    assert (mine, lying) == (
        {"seen_by": {"$in": ["ann"]}},
        {"seen_by": "", "pool": {"$nin": ["south"]}, "kept_in": {"$nin": ["south"]}},
    )  # fmt: skip
    assert asker("may", True, Known(("south",))).customers() == {}


def test_before_a_claim_only_the_fields_of_the_pool_are_shown():
    lying = project(DIRECTORY, registered(pool="north"))["c1"]
    told = shown(lying, FEW_SHOWN)
    assert (told["phones"], told["company"], told["industry"]) == ([], None, lying["industry"])
    assert told["name"] == lying["name"]
    assert {"phones", "emails", "company"} <= set(told["hidden"])
    assert "hidden" not in shown(lying, asker("may", True))
    claimed = project(DIRECTORY, registered(pool="north"), CustomerClaimed("c1", "ann", AT))["c1"]
    assert "hidden" not in shown(claimed, FEW_SHOWN)
    archived = CustomerArchived("c1", "may", "closed", None, "north", AT)
    away = shown(project(DIRECTORY, registered(pool="north"), archived)["c1"], FEW_SHOWN)
    assert (away["phones"], away["company"]) == ([], None)
    elsewhere = project(DIRECTORY, registered(pool="south"))["c1"]
    assert "hidden" not in shown(elsewhere, FEW_SHOWN)


def test_nothing_hidden_changes_nothing():
    assert without(frozenset(), {"phones": [1]}) == {"phones": [1]}
    assert without(frozenset({"phones", "shop"}), {"phones": [1], "name": "x"}) == {
        "phones": [], "name": "x", "hidden": ["phones"],
    }  # fmt: skip


def test_of_contacts_what_the_pool_hides_is_hidden_too():
    met = ContactAdded(
        customer_id="c1", contact_id="k1", by="ann", at=AT, name="王刚", emails=("w@tea.example",)
    )
    lying = project(DIRECTORY, registered(pool="north"), met)["c1"]
    some = asker("ann", False, Known((), {"north": frozenset({"contacts", "phones"})}))
    [told] = shown(lying, some)["contacts"]
    assert (told["name"], told["emails"]) == ("王刚", [])
    assert shown(lying, FEW_SHOWN)["contacts"] == []

    [row] = project(TIMELINE, met).values()
    assert timeline.shown(row, hidden=["contacts"])["details"] == {"contact_id": "k1"}
    seen = timeline.shown(row, hidden=["emails"])["details"]
    assert seen["name"] == "王刚"
    assert "emails" not in seen


def test_what_is_missing_is_not_told_of_what_is_hidden():
    told = without(frozenset({"phones"}), {"phones": [], "missing": [{"field": "phones"}]})
    assert told["missing"] == []


def test_a_warning_is_shown_until_the_customer_changes_hands():
    due = datetime(2026, 2, 1, tzinfo=UTC)
    warned = RecycleWarned("c1", "ann", "owner", "silence", 3, "public", 1, due, AT)
    locked = CustomerLocked("c1", None, "in court", "may", AT)
    told = shown(project(DIRECTORY, registered(owner="ann"), warned, locked)["c1"])
    assert (told["returns_at"], told["returns_because"]) == ("2026-02-01T00:00:00Z", "silence")
    assert (told["locked"], told["locked_until"]) == (True, None)
    again = project(DIRECTORY, registered(owner="ann"), warned, CustomerClaimed("c1", "bob", AT))
    assert shown(again["c1"])["returns_at"] is None

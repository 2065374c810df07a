"""Keys, call lists, closed channels and working days, asked of real rows."""

from datetime import date, timedelta

import pytest

from kernel.refusal import NotFound
from services.activity.events import (
    CallListClosed,
    CallListOpened,
    CustomerListed,
    CustomerStruck,
    DaysOff,
    DoNotContactSet,
    Effect,
    TemplateDefined,
    TemplateRetired,
    WorkingYearSet,
)
from services.analytics import call_lists, consent, quick_logs, working_years
from services.analytics.call_lists import CALL_LISTS, LISTED
from services.analytics.directory import DIRECTORY
from tests.integration.analytics.world import ANN, MANAGER, World
from tests.unit.analytics.examples import NOON, registered

MINUTE = timedelta(minutes=1)


def defined(scope: str, holder: str, key: str) -> TemplateDefined:
    return TemplateDefined(
        name="无意向", text="{customer}", channel="phone", outcome="no", next_contact_days=None,
        working_day=False, effects=(Effect("raise"),), scope=scope, holder=holder, key=key,
        version=1, by="may", at=NOON,
    )  # fmt: skip


def test_one_s_own_key_hides_the_company_s(world: World) -> None:
    world.happened(
        defined("company", "company", "3"), defined("company", "company", "4"),
        defined("person", "ann", "3"), defined("person", "bob", "5"), defined("person", "ann", "6"),
        TemplateRetired("person", "ann", "6", 1, "ann", NOON),
    )  # fmt: skip
    rows = world.collection(quick_logs.QUICK_LOGS)
    own = [("person", "ann"), ("team", "east"), ("company", "company")]
    found = quick_logs.bound(rows, own)["items"]
    assert [(one["key"], one["scope"]) for one in found] == [("3", "person"), ("4", "company")]
    assert [one["key"] for one in quick_logs.held(rows, ("person", "bob"))["items"]] == ["5"]


def test_a_call_list_is_read_page_by_page_and_tells_only_of_whom_one_may_see(world: World) -> None:
    world.happened(registered(), registered("c2", owner="bob"), registered("c3"))
    world.happened(CallListOpened("l1", "春季回访", "ann", NOON))
    for number, id in enumerate(("c3", "c2", "c1")):
        world.happened(CustomerListed("l1", id, "may", NOON + number * MINUTE))

    def page(asker, limit=2, cursor=None):
        rows = map(world.collection, (LISTED, DIRECTORY, consent.CLOSED))
        found = call_lists.to_call(*rows, asker, "l1", limit, cursor)
        return [one["id"] for one in found["items"]], found["next"]

    first, cursor = page(ANN)
    assert (first, page(ANN, cursor=cursor)[0]) == (["c3"], ["c1"])
    assert page(MANAGER)[0] == ["c3", "c2"]
    for contact, channel in ((None, "sms"), ("p1", "phone")):  # others there may be called
        world.happened(DoNotContactSet("c2", contact, (channel,), (), None, "ann", NOON))
    assert page(MANAGER)[0] == ["c3", "c2"]
    world.happened(DoNotContactSet("c2", None, ("phone",), ("sms",), None, "ann", NOON))
    assert page(MANAGER)[0] == ["c3"]
    world.happened(CustomerStruck("l1", "c3", "ann", NOON))
    assert page(ANN)[0] == ["c1"]
    lists = world.collection(CALL_LISTS)
    call_lists.require_there(lists, "l1")
    with pytest.raises(NotFound):
        call_lists.require_there(lists, "l2")
    assert [one["name"] for one in call_lists.call_lists(lists, None, None)["items"]] == [
        "春季回访"
    ]
    world.happened(CallListClosed("l1", "may", NOON))
    assert call_lists.call_lists(lists, None, None)["items"] == []


def test_what_is_closed_and_which_days_are_worked(world: World) -> None:
    closed = DoNotContactSet("c1", None, ("phone",), (), "asked", "ann", NOON)
    year = WorkingYearSet(
        2026, (DaysOff("厂休", date(2026, 7, 1), date(2026, 7, 1)),), (), "may", NOON
    )
    world.happened(registered(), closed, year)
    [told] = consent.closed(world.collection(consent.CLOSED), "c1")["items"]
    assert told["channels"] == ["phone"]
    years = world.collection(working_years.WORKING_YEARS)
    assert working_years.working_year(years, 2026)["working_days"] == 260
    assert working_years.working_year(years, 2025)["working_days"] == 248
    entered = working_years.working_days(years, (2025, 2026))
    assert not entered.is_working(date(2026, 7, 1))
    assert entered.is_working(date(2026, 2, 17))  # announced as a holiday, and not entered as one
    assert not entered.is_working(date(2025, 10, 1))

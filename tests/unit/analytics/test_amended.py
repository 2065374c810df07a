"""What an amendment changes in timeline, directory and figures, and what it does not."""

from dataclasses import replace
from typing import Any

from kernel.testing import project, recorded
from services.analytics.directory import DIRECTORY
from services.analytics.directory import shown as customer
from services.analytics.timeline import TIMELINE, shown
from services.analytics.work import WORKLOAD
from services.customer.heard import HEARD
from tests.unit.analytics.conversations import SAMPLE, amended, said
from tests.unit.analytics.examples import DAY, HOUR, NOON, followed_up, registered

SAID = recorded(said(promises=(SAMPLE,)), 7, source="activity")
LATER = NOON + HOUR


def told(*events: Any) -> list[dict[str, Any]]:
    rows = project(TIMELINE, *events)
    return [shown(rows[key]) for key in sorted(rows)]


def test_the_timeline_shows_what_was_amended_where_it_happened_and_that_it_was() -> None:
    change = recorded(amended(position=7, by="may", reason="misheard"), 8, source="activity")
    first, then = told(SAID, change)

    assert (first["position"], first["at"]) == ("activity:7", "2026-01-05T04:00:00Z")
    assert first["who"] == "ann"
    assert first["details"]["note"] == "想要大包装"
    assert first["details"]["amended_by"] == "may"
    assert first["details"]["promises"][0]["text"] == "寄样品"
    assert (then["what"], then["who"], then["position"]) == ("FollowUpAmended", "may", "activity:8")
    assert then["details"] == {
        "follow_up_id": "f1", "changed": ["note"], "reason": "misheard", "by": "may",
    }  # fmt: skip


def test_what_nobody_said_is_not_told() -> None:
    [talk] = told(recorded(said(), 7, source="activity"))
    assert "needs" not in talk["details"]
    assert "promises" not in talk["details"]


def test_an_amendment_of_what_has_not_arrived_stands_by_itself() -> None:
    [alone] = told(recorded(amended(position=7), 8, source="activity"))
    assert alone["what"] == "FollowUpAmended"


def directory(*events: Any) -> dict[str, Any]:
    [row] = project(DIRECTORY, registered(), *events).values()
    return customer(row)


def test_the_last_contact_is_amended_and_with_it_the_plan() -> None:
    plan = replace(amended(), next_contact_at=NOON + 9 * DAY, changed=("next_contact_at",))
    found = directory(said(), plan)

    assert found["next_contact_at"] == "2026-01-14T04:00:00Z"
    assert found["last_follow_up_at"] == "2026-01-05T04:00:00Z"
    assert found["contact_status"] == "followed_up"
    assert directory(said(), replace(plan, next_contact_at=None))["next_contact_at"] is None


def test_an_older_contact_that_is_amended_plans_nothing() -> None:
    newer = followed_up(at=LATER, next_at=NOON + 3 * DAY)
    plan = replace(amended(), next_contact_at=NOON + 9 * DAY)

    assert directory(said(), newer, plan)["next_contact_at"] == "2026-01-08T04:00:00Z"


def test_of_two_contacts_of_one_moment_the_last_written_plans() -> None:
    second = said(id="f2", next_contact_at=None)
    plan = replace(amended(), next_contact_at=NOON + 9 * DAY)

    assert directory(said(), second, plan)["next_contact_at"] is None


def test_no_clock_of_a_pool_starts_anew() -> None:
    assert HEARD.concerned("activity", "FollowUpLogged")
    assert not HEARD.concerned("activity", "FollowUpAmended")


def test_a_visit_that_was_a_call_counts_as_a_call_when_it_happened() -> None:
    change = replace(amended(), channel="phone", changed=("channel",), at=NOON + DAY)
    rows = project(WORKLOAD, said(), change)

    [row] = rows.values()
    assert (row["visits"], row["calls"], row["follow_ups"]) == (0, 1, 1)
    back = replace(change, channel="visit", channel_before="phone")
    [again] = project(WORKLOAD, said(), change, back).values()
    assert (again["visits"], again["calls"]) == (1, 0)


def test_another_word_changes_no_figure() -> None:
    assert project(WORKLOAD, said(), amended()) == project(WORKLOAD, said())
    wechat = replace(amended(), channel="wechat", channel_before="sms")
    assert project(WORKLOAD, said(), wechat) == project(WORKLOAD, said())

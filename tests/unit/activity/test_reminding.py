"""When who is reminded: in the company's zone, on its working days, each step once."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from kernel.testing import project, recorded, specify
from services.activity.events import (
    ContactReminded,
    FollowUpAmended,
    FollowUpLogged,
    ReminderStep,
)
from services.activity.reminder import REMINDER, remind
from services.activity.reminder_rules import Rules
from services.activity.reminders import AWAITED
from services.activity.reminding import Ruling, moment_of, overdue
from services.customer.events import (
    CustomerAssigned,
    CustomerClaimed,
    CustomerReleased,
)
from services.working_days import SHIPPED
from tests.unit.pipeline.examples import IN_POOL

SHANGHAI = ZoneInfo("Asia/Shanghai")
LADDER = Rules(
    version=1,
    overdue=(ReminderStep(1, ("owner",)), ReminderStep(3, ("manager",))),
    never=(ReminderStep(2, ("owner",)),),
    forgotten=(ReminderStep(30, ("owner", "manager")),),
)
BY = Ruling(LADDER, SHANGHAI, SHIPPED)
given = specify(REMINDER)


def at(text):
    """In Shanghai."""
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI).astimezone(UTC)


THURSDAY = at("2026-01-08 10:00")
FRIDAY = at("2026-01-09 10:00")


def claimed(by="ann", when=THURSDAY):
    return recorded(CustomerClaimed("c1", by, when), at=when, source="customer")


def assigned(to, when):
    event = CustomerAssigned("c1", to, "may", "ann", when)
    return recorded(event, at=when, source="customer")


def released(when):
    event = CustomerReleased("c1", "ann", "no need", "public", "ann", when)
    return recorded(event, at=when, source="customer")


def called(when, plan=None, entered=None):
    event = FollowUpLogged("f1", "c1", "ann", "phone", "reached", "", plan, when, entered or when)
    return recorded(event, at=entered or when, source="activity")


def amended(of, plan, when, changed=("next_contact_at",)):
    event = FollowUpAmended(
        follow_up_id="f1", customer_id="c1", author="ann", contacted_at=of, entered_at=of,
        changed=changed, channel="phone", channel_before="phone", outcome="reached", note="",
        next_contact_at=plan, reason=None, by="ann", at=when, position=1,
    )  # fmt: skip
    return recorded(event, at=when, source="activity")


def reminded(kind, since, days, when):
    event = ContactReminded("c1", kind, since, days, when, "ann", ("owner",), ("ann",), 1, when)
    return recorded(event, at=when, source="activity")


def row(*events):
    return project(AWAITED, *events)["c1"]


def told(now, *events, by=BY):
    found = overdue(row(*events), by, now)
    return found and (found.step.kind, found.step.days, found.step.to)


def test_a_planned_contact_is_due_at_its_very_moment():
    saturday = at("2026-01-10 15:30")
    planned = row(claimed(), called(FRIDAY, saturday))

    assert moment_of(planned, BY) == saturday
    assert overdue(planned, BY, saturday - timedelta(seconds=1)) is None
    assert told(saturday, claimed(), called(FRIDAY, saturday)) == ("due", 0, ("owner",))


def test_overdue_is_counted_in_working_days_and_told_in_the_morning():
    story = claimed(), called(THURSDAY + timedelta(hours=1), FRIDAY)
    after = row(*story, reminded("due", FRIDAY, 0, FRIDAY))

    assert moment_of(after, BY) == at("2026-01-12 09:00")  # Monday
    later = row(*story, reminded("overdue", FRIDAY, 1, FRIDAY))
    assert moment_of(later, BY) == at("2026-01-14 09:00")


def test_nobody_is_blamed_for_a_holiday_and_a_made_up_saturday_counts():
    """Spring festival of 2026 is from Sunday 15 to Monday 23 February, made up on 14 and 28."""
    plan = at("2026-02-13 10:00")
    story = claimed(), called(THURSDAY + timedelta(hours=1), plan)
    due = reminded("due", plan, 0, plan)

    assert moment_of(row(*story, due), BY) == at("2026-02-14 09:00")
    third = row(*story, due, reminded("overdue", plan, 1, plan))
    assert moment_of(third, BY) == at("2026-02-25 09:00")


def test_by_rules_that_know_no_working_days_every_day_counts():
    by = replace(BY, rules=replace(LADDER, working_days=False, morning="08:30"))
    due = reminded("due", FRIDAY, 0, FRIDAY)

    after = row(claimed(), called(THURSDAY, FRIDAY), due)
    assert moment_of(after, by) == at("2026-01-10 08:30")


def test_the_morning_is_the_companys_also_when_its_clocks_change():
    berlin = replace(BY, zone=ZoneInfo("Europe/Berlin"))
    plan = datetime(2026, 3, 27, 9, tzinfo=UTC)  # Friday; on Sunday clocks go forward
    after = row(claimed(), called(THURSDAY, plan), reminded("due", plan, 0, plan))

    assert moment_of(after, berlin) == datetime(2026, 3, 30, 7, tzinfo=UTC)


def test_who_has_never_been_contacted_by_this_owner_is_told_after_days():
    assert moment_of(row(claimed()), BY) == at("2026-01-12 09:00")
    assert told(at("2026-01-12 09:00"), claimed()) == ("never", 2, ("owner",))
    handed_on = row(claimed(), called(FRIDAY), assigned("bob", at("2026-01-12 10:00")))
    assert moment_of(handed_on, BY) == at("2026-01-14 09:00")


def test_forgotten_is_counted_in_days_and_told_on_a_working_day():
    contacted = row(claimed(), called(FRIDAY))

    assert moment_of(contacted, BY) == at("2026-02-09 09:00")  # the 8th is a Sunday
    assert told(at("2026-02-09 09:00"), claimed(), called(FRIDAY)) == (
        "forgotten", 30, ("owner", "manager"),
    )  # fmt: skip


def test_a_follow_up_ends_what_was_due_and_a_plan_ends_what_is_forgotten():
    late = at("2026-03-20 10:00")

    assert told(late, claimed(), called(THURSDAY, FRIDAY), called(late)) is None
    planned = claimed(), called(THURSDAY), called(FRIDAY, at("2026-06-01 10:00"))
    assert told(at("2026-05-20 10:00"), *planned) is None


def test_what_was_missed_is_told_once_to_all_whom_it_concerned():
    story = claimed(), called(THURSDAY, FRIDAY)
    assert told(at("2026-03-02 12:00"), *story) == ("overdue", 3, ("owner", "manager"))
    after = row(*story, reminded("overdue", FRIDAY, 3, at("2026-03-02 12:00")))
    assert moment_of(after, BY) is None


def test_what_was_overdue_when_it_was_written_down_is_history():
    """An imported follow-up counts in the lists; only what falls due after it is told."""
    imported = called(at("2025-03-01 10:00"), at("2025-04-01 10:00"), entered=FRIDAY)
    assert moment_of(row(claimed(), imported), BY) is None

    yesterday = called(at("2026-01-06 10:00"), at("2026-01-08 10:00"), entered=FRIDAY)
    assert moment_of(row(claimed(when=at("2026-01-05 10:00")), yesterday), BY) == at(
        "2026-01-13 09:00"
    )


def test_what_is_planned_for_the_very_moment_is_told_though_clocks_differ():
    plan = FRIDAY - timedelta(seconds=3)
    assert told(FRIDAY, claimed(), called(FRIDAY, plan)) == ("due", 0, ("owner",))


def test_an_older_follow_up_that_comes_late_plans_nothing():
    older = called(at("2026-01-08 11:00"), at("2026-01-30 10:00"), entered=at("2026-01-12 10:00"))

    assert row(claimed(), called(FRIDAY), older)["next_contact_at"] is None


def test_an_amended_plan_counts_from_then_on():
    monday = at("2026-01-12 10:00")
    story = claimed(), called(FRIDAY, monday)

    moved = row(*story, amended(FRIDAY, monday + timedelta(days=1), FRIDAY + timedelta(hours=1)))
    assert moment_of(moved, BY) == monday + timedelta(days=1)
    of_another = row(*story, amended(THURSDAY, None, FRIDAY))
    assert moment_of(of_another, BY) == monday
    the_note = row(*story, amended(FRIDAY, None, FRIDAY, changed=("note",)))
    assert moment_of(the_note, BY) == monday


def test_a_plan_goes_on_with_a_customer_that_is_assigned_and_ends_with_a_release():
    monday = at("2026-01-12 10:00")
    story = claimed(), called(FRIDAY, monday)

    handed_on = row(*story, assigned("bob", FRIDAY + timedelta(hours=1)))
    assert (handed_on["owner"], moment_of(handed_on, BY)) == ("bob", monday)
    assert moment_of(row(*story, released(FRIDAY + timedelta(hours=1))), BY) is None
    again = claimed("bob", at("2026-01-15 10:00"))
    claimed_again = row(*story, released(FRIDAY + timedelta(hours=1)), again)
    assert told(at("2026-01-19 09:00"), *story, released(FRIDAY + timedelta(hours=1)), again) == (
        "never", 2, ("owner",),
    )  # fmt: skip
    assert moment_of(claimed_again, BY) == at("2026-01-19 09:00")


def test_who_gets_an_overdue_customer_is_not_blamed_for_what_came_before():
    story = claimed(), called(THURSDAY, FRIDAY), assigned("bob", at("2026-01-13 10:00"))

    assert moment_of(row(*story), BY) == at("2026-01-14 09:00")  # the step of three days
    assert overdue(row(*story), BY, at("2026-01-14 09:00")).owner == "bob"


def test_what_lies_in_a_pool_reminds_nobody():
    assert moment_of(row(recorded(IN_POOL, source="customer")), BY) is None
    assert moment_of(row(called(FRIDAY, FRIDAY)), BY) is None  # its customer is yet to be heard of


@pytest.mark.parametrize("days", [0, 1])
def test_a_step_that_was_taken_is_not_taken_again(days):
    found = overdue(row(claimed(), called(THURSDAY, FRIDAY)), BY, at("2026-01-12 10:00"))
    assert (found.step.kind, found.step.days) == ("overdue", 1)
    before = reminded("overdue" if days else "due", FRIDAY, days, FRIDAY).event

    decided = given(before).when(remind, found, ("ann",), FRIDAY).decision()
    assert len(decided) == (0 if days else 1)


def test_what_is_told_says_why_since_when_and_by_which_rules():
    monday = at("2026-01-12 10:00")
    found = overdue(row(claimed(), called(THURSDAY, FRIDAY)), BY, monday)

    told = ContactReminded(
        "c1", "overdue", FRIDAY, 1, at("2026-01-12 09:00"), "ann", ("owner",), ("ann",), 1, monday
    )
    given().when(remind, found, ("ann",), monday).then(told)

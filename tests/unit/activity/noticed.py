"""What notices are made of, and of whom they tell, for the tests about them."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from kernel.testing import project, recorded
from services.activity.events import (
    AppointmentBooked,
    CommitmentMade,
    ReminderStep,
)
from services.activity.notices import NOTICES
from services.activity.reminder_rules import Rules
from services.activity.reminding import Ruling
from services.customer.events import (
    CustomerAssigned,
    HandedOver,
    RecycleWarned,
)
from services.working_days import SHIPPED

SHANGHAI = ZoneInfo("Asia/Shanghai")
LADDER = Rules(1, overdue=(ReminderStep(1, ("owner",)), ReminderStep(3, ("manager",))))
BY = Ruling(LADDER, SHANGHAI, SHIPPED)
LATER = timedelta(days=400)


def at(text):
    """In Shanghai."""
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI).astimezone(UTC)


NOON = at("2026-01-08 12:00")  # Thursday


def rows(*events, source="customer", after=timedelta(0)):
    told = [
        recorded(event, number, source=source, at=NOON + after, correlation_id="r1")
        for number, event in enumerate(events, 1)
    ]
    return project(NOTICES, *told)


def row(*events, source="activity"):
    [found] = rows(*events, source=source).values()
    return found


def assigned(id, to="bob", by="may"):
    return CustomerAssigned(id, to, by, "ann", NOON)


def warned(id, days, to="owner"):
    return RecycleWarned(id, "ann", to, "silence", days, "public", 1, NOON + LATER, NOON)


def handed(id, to):
    return HandedOver(id, "owner", to, None, None, ())


def promised(due_on, owner="ann"):
    return CommitmentMade("k1", "c1", "f1", "a sample", due_on, owner, "ann", NOON)


def booked(start, *more, remind=15, attendees=("bob",), by="ann"):
    return AppointmentBooked(
        "a1", "c1", "appointment", "x", "", "", False, True, "ann", attendees, (), start,
        start + timedelta(hours=1), "Asia/Shanghai", False, "", (start, *more), remind, None,
        by, NOON,
    )  # fmt: skip

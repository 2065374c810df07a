"""What else a company records in a week: plans, tasks, rooms, keys, notices, who leaves."""

from datetime import date, datetime
from typing import Any

from gateway.events import (
    ExportBegun,
    ExportEnded,
    PersonAdded,
    PersonDeactivated,
    QueryDeleted,
    QuerySaved,
    QueryShared,
)
from services.activity.events import (
    AppointmentBooked,
    AppointmentCancelled,
    CalendarFeedOpened,
    CalendarFeedRevoked,
    CallListOpened,
    CommitmentKept,
    ConflictPolicySet,
    CustomerListed,
    CustomerStruck,
    DaysOff,
    DoNotContactSet,
    ItinerarySubmitted,
    NotificationsRead,
    PersonNotified,
    RoomClosed,
    RoomOpened,
    TaskDone,
    TaskGiven,
    TaskPassedOn,
    TemplateDefined,
    VisitMade,
    VisitPlanned,
    WorkingYearSet,
)
from services.activity.published.notifications import Numbers
from services.customer.events import HandoverBegun, HandoverEnded
from services.pipeline.events import (
    FIRST_VERSION,
    OpportunityHandoverBegun,
    OpportunityHandoverEnded,
    PipelinePublished,
    PipelineRetired,
)
from tests.unit.analytics.conversations import promised, said
from tests.unit.analytics.examples import HOUR

DAY_OFF = DaysOff("春节", date(2026, 2, 15), date(2026, 2, 23))


def told(n: int, at: datetime) -> list[Any]:
    """A person who is told something, and reads it now and then."""
    someone = f"p{n % 3}"
    notice = PersonNotified(
        someone, n, "contact-due", f"c{n}", None, at, None, None, None, at
    )  # fmt: skip
    read = NotificationsRead(someone, (Numbers(n, n),), at + HOUR)
    return [notice] if n % 2 else [notice, read]


def agreed(n: int, at: datetime) -> list[Any]:
    """What is promised and planned for a customer, and how they may be reached."""
    customer, visit = f"c{n}", f"v{n}"
    due = at.date()
    kept = CommitmentKept(f"p{n}", customer, "ann", due, due, None, "ann", at + HOUR)
    return [
        VisitPlanned("ann", "2026-W02", visit, customer, due, "样品", "", "ann", at),
        ItinerarySubmitted("ann", "2026-W02", n + 1, "ann", at),
        said(f"t{n}", customer, at=at, entered_at=at),
        VisitMade("ann", "2026-W02", visit, customer, f"t{n}", at),
        promised(f"p{n}", customer, follow_up_id=f"t{n}", at=at),
        *([kept] if n % 2 else []),
        DoNotContactSet(customer, None, ("fax",) if n % 2 else (), (), None, "ann", at),
        CallListOpened(f"l{n}", "春季回访", "ann", at),
        CustomerListed(f"l{n}", customer, "ann", at),
        *([CustomerStruck(f"l{n}", customer, "ann", at)] if n % 3 == 0 else []),
    ]


def arranged(n: int, at: datetime) -> list[Any]:
    """Rooms, appointments in them, tasks, feeds, keys, and the days that are worked."""
    room, meeting, task, feed = f"r{n}", f"a{n}", f"k{n}", f"f{n}"
    begins = at + HOUR
    return [
        RoomOpened(room, "莲花", 8, "", "mia", at),
        *([RoomClosed(room, "mia", begins)] if n % 3 == 0 else []),
        ConflictPolicySet("hard", "soft" if n % 2 else "hard", "mia", at),
        AppointmentBooked(
            meeting, f"c{n}", "appointment", "品茶", "", "", False, True, "ann", ("bob",), (room,),
            begins, begins + HOUR, "Asia/Shanghai", False, "", (begins,), None, None, "ann", at,
        ),
        *([AppointmentCancelled(meeting, f"c{n}", "雨", "ann", begins)] if n % 4 == 0 else []),
        TaskGiven(task, f"c{n}", "寄样品", "", "ann", begins, "mia", at),
        TaskPassedOn(task, f"c{n}", "bob", "ann", None, "mia", begins),
        *([TaskDone(task, f"c{n}", "bob", begins)] if n % 2 else []),
        CalendarFeedOpened(feed, "ann", "phone", f"hash-{n}", at),
        *([CalendarFeedRevoked(feed, "ann", f"hash-{n}", "ann", begins)] if n % 2 else []),
        TemplateDefined(
            name="无意向", text="", channel="phone", outcome="reached", next_contact_days=None,
            working_day=False, effects=(), scope="person", holder="ann", key=f"F{n}", version=1,
            by="ann", at=at,
        ),
        WorkingYearSet(2026 + n, (DAY_OFF,), (), "mia", at),
    ]  # fmt: skip


def designed(n: int, at: datetime) -> list[Any]:
    """Pipelines of the company's own, and questions that are asked again."""
    pipeline, query, asked = f"p{n}", f"q{n}", '{"fact": "deals"}'
    return [
        PipelinePublished(pipeline, 1, "项目", FIRST_VERSION, (), "mia", at),
        *([PipelineRetired(pipeline, "mia", at + HOUR)] if n % 2 else []),
        QuerySaved(query, "最好的客户", asked, "bar", "ann", "ann", at),
        QueryShared(query, ("bob",), (), False, "ann", at + HOUR),
        *([QueryDeleted(query, "ann", at + HOUR)] if n % 3 == 0 else []),
    ]


def leaves(n: int, at: datetime) -> list[Any]:
    """Somebody comes, goes, and others take over: told by three logs."""
    leaver, handover = f"leaver{n}", f"h{n}"
    return [
        PersonAdded(leaver, leaver, "sales", "own", "north", "root", at),
        PersonDeactivated(leaver, "left", "root", at + HOUR),
        HandoverBegun(handover, leaver, ("bob",), "one", None, "left", "mia", at),
        HandoverEnded(handover, "mia", at, leaver, ("bob",)),
        OpportunityHandoverBegun(handover, leaver, ("bob",), n, "mia", at),
        *([OpportunityHandoverEnded(handover, "mia", at + HOUR)] if n % 2 else []),
    ]


def exported(n: int, at: datetime) -> list[Any]:
    """Somebody takes a list away; every other reader goes away before its end."""
    begun = ExportBegun(f"x{n}", "customers", "csv", "{}", "own", ("customer:1",), "ann", at)
    return [begun, ExportEnded(f"x{n}", n, n % 2 == 0, "ann", at + HOUR)]

"""What can happen in working with customers: published facts.

A published name or field is never changed or removed: a new field has a default, a new meaning
raises the version and brings an upcast. `at` is when it happened. Fields marked PERSONAL concern
an identifiable person and are what can be shredded.
"""

from collections.abc import Callable
from typing import Any

from services.activity.published.appointments import (
    AppointmentBooked,
    AppointmentCancelled,
    AppointmentEdited,
    AppointmentEvent,
    AppointmentHandedOver,
    AppointmentRescheduled,
    AttendanceChanged,
    InvitationAnswered,
    OccurrenceCancelled,
    OccurrenceMoved,
)
from services.activity.published.diaries import (
    ConflictPolicySet,
    DiaryEvent,
    RoomChanged,
    RoomClosed,
    RoomEvent,
    RoomOpened,
    RoomReopened,
    Span,
    TimeFreed,
    TimeTaken,
    lasting,
)
from services.activity.published.feeds import (
    CalendarFeedOpened,
    CalendarFeedRevoked,
    FeedEvent,
)
from services.activity.published.follow_ups import ContactEvent, ContactReset, FollowUpLogged
from services.activity.published.tasks import (
    DutiesHandedOver,
    TaskDone,
    TaskDropped,
    TaskEdited,
    TaskEvent,
    TaskGiven,
    TaskPassedOn,
    TaskReopened,
)

CalendarEvent = (
    AppointmentEvent | DiaryEvent | RoomEvent | ConflictPolicySet | FeedEvent | TaskEvent
    | DutiesHandedOver
)  # fmt: skip
Event = ContactEvent | CalendarEvent  # all that the log of this service holds

UPCASTS: dict[tuple[str, int], Callable[[dict[str, Any]], dict[str, Any]]] = {}

__all__ = [
    "UPCASTS",
    "AppointmentBooked",
    "AppointmentCancelled",
    "AppointmentEdited",
    "AppointmentEvent",
    "AppointmentHandedOver",
    "AppointmentRescheduled",
    "AttendanceChanged",
    "CalendarEvent",
    "CalendarFeedOpened",
    "CalendarFeedRevoked",
    "ConflictPolicySet",
    "ContactEvent",
    "ContactReset",
    "DiaryEvent",
    "DutiesHandedOver",
    "Event",
    "FeedEvent",
    "FollowUpLogged",
    "InvitationAnswered",
    "OccurrenceCancelled",
    "OccurrenceMoved",
    "RoomChanged",
    "RoomClosed",
    "RoomEvent",
    "RoomOpened",
    "RoomReopened",
    "Span",
    "TaskDone",
    "TaskDropped",
    "TaskEdited",
    "TaskEvent",
    "TaskGiven",
    "TaskPassedOn",
    "TaskReopened",
    "TimeFreed",
    "TimeTaken",
    "lasting",
]

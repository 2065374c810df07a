"""What can happen in working with customers: published facts.

A published name or field is never changed or removed: a new field has a default, a new meaning
raises the version and brings an upcast and a downcast. `at` is when it happened. Fields marked
PERSONAL concern an identifiable person and are what can be shredded.
"""

from collections.abc import Callable
from typing import Any

from services.activity.published.appointments import (
    AppointmentBooked,
    AppointmentCancelled,
    AppointmentEdited,
    AppointmentEvent,
    AppointmentGivenBack,
    AppointmentHandedOver,
    AppointmentRescheduled,
    AttendanceChanged,
    InvitationAnswered,
    OccurrenceCancelled,
    OccurrenceMoved,
)
from services.activity.published.call_lists import (
    CallListClosed,
    CallListEvent,
    CallListOpened,
    CustomerListed,
    CustomerStruck,
    ListingEvent,
)
from services.activity.published.calling_hours import CallingHoursSet
from services.activity.published.commitments import (
    CommitmentBroken,
    CommitmentEvent,
    CommitmentKept,
    CommitmentMade,
    CommitmentPostponed,
    CommitmentReassigned,
)
from services.activity.published.consent import (
    DoNotContactSet,
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
from services.activity.published.follow_ups import (
    ContactEvent,
    ContactReset,
    FollowUpAmended,
    FollowUpEvent,
    FollowUpFileAttached,
    FollowUpFileRemoved,
    FollowUpLogged,
    NewOpportunity,
    Promise,
)
from services.activity.published.itineraries import (
    ItineraryEvent,
    ItinerarySubmitted,
    VisitDropped,
    VisitEvent,
    VisitMade,
    VisitPlanned,
    VisitReopened,
    VisitReplanned,
    VisitsOrdered,
)
from services.activity.published.notifications import (
    NoticeGiven,
    NotificationEvent,
    NotificationsRead,
    PersonNotified,
)
from services.activity.published.reminders import (
    ContactReminded,
    ReminderEvent,
    ReminderRulesSet,
    ReminderStep,
)
from services.activity.published.tasks import (
    DutiesGivenBack,
    DutiesHandedOver,
    DutiesNotReturned,
    DutyKept,
    TaskDone,
    TaskDropped,
    TaskEdited,
    TaskEvent,
    TaskGiven,
    TaskPassedOn,
    TaskReopened,
)
from services.activity.published.templates import (
    Effect,
    Template,
    TemplateChanged,
    TemplateDefined,
    TemplateEvent,
    TemplateRetired,
    TemplateUsed,
)
from services.activity.published.watching import (
    CustomerNews,
    CustomerUnwatched,
    CustomerWatched,
    HeardEvent,
    StepRefused,
    WatchCounted,
    WatchEvent,
)
from services.activity.published.working_days import (
    DaysOff,
    WorkingYearSet,
)

CalendarEvent = (
    AppointmentEvent | DiaryEvent | RoomEvent | ConflictPolicySet | FeedEvent | TaskEvent
    | DutiesHandedOver | DutiesGivenBack
)  # fmt: skip
Event = (  # all that the log of this service holds
    ContactEvent
    | FollowUpEvent
    | CommitmentEvent
    | TemplateEvent
    | CallListEvent
    | ListingEvent
    | DoNotContactSet
    | WatchEvent
    | WatchCounted
    | CallingHoursSet
    | HeardEvent
    | WorkingYearSet
    | ReminderEvent
    | NotificationEvent
    | ItineraryEvent
    | CalendarEvent
)

UPCASTS: dict[tuple[str, int], Callable[[dict[str, Any]], dict[str, Any]]] = {}
DOWNCASTS: dict[tuple[str, int], Callable[[dict[str, Any]], dict[str, Any]]] = {}

__all__ = [
    "DOWNCASTS",
    "UPCASTS",
    "AppointmentBooked",
    "AppointmentCancelled",
    "AppointmentEdited",
    "AppointmentEvent",
    "AppointmentGivenBack",
    "AppointmentHandedOver",
    "AppointmentRescheduled",
    "AttendanceChanged",
    "CalendarEvent",
    "CalendarFeedOpened",
    "CalendarFeedRevoked",
    "CallListClosed",
    "CallListEvent",
    "CallListOpened",
    "CallingHoursSet",
    "CommitmentBroken",
    "CommitmentEvent",
    "CommitmentKept",
    "CommitmentMade",
    "CommitmentPostponed",
    "CommitmentReassigned",
    "ConflictPolicySet",
    "ContactEvent",
    "ContactReminded",
    "ContactReset",
    "CustomerListed",
    "CustomerNews",
    "CustomerStruck",
    "CustomerUnwatched",
    "CustomerWatched",
    "DaysOff",
    "DiaryEvent",
    "DoNotContactSet",
    "DutiesGivenBack",
    "DutiesHandedOver",
    "DutiesNotReturned",
    "DutyKept",
    "Effect",
    "Event",
    "FeedEvent",
    "FollowUpAmended",
    "FollowUpEvent",
    "FollowUpFileAttached",
    "FollowUpFileRemoved",
    "FollowUpLogged",
    "HeardEvent",
    "InvitationAnswered",
    "ItineraryEvent",
    "ItinerarySubmitted",
    "ListingEvent",
    "NewOpportunity",
    "NoticeGiven",
    "NotificationEvent",
    "NotificationsRead",
    "OccurrenceCancelled",
    "OccurrenceMoved",
    "PersonNotified",
    "Promise",
    "ReminderEvent",
    "ReminderRulesSet",
    "ReminderStep",
    "RoomChanged",
    "RoomClosed",
    "RoomEvent",
    "RoomOpened",
    "RoomReopened",
    "Span",
    "StepRefused",
    "TaskDone",
    "TaskDropped",
    "TaskEdited",
    "TaskEvent",
    "TaskGiven",
    "TaskPassedOn",
    "TaskReopened",
    "Template",
    "TemplateChanged",
    "TemplateDefined",
    "TemplateEvent",
    "TemplateRetired",
    "TemplateUsed",
    "TimeFreed",
    "TimeTaken",
    "VisitDropped",
    "VisitEvent",
    "VisitMade",
    "VisitPlanned",
    "VisitReopened",
    "VisitReplanned",
    "VisitsOrdered",
    "WatchCounted",
    "WatchEvent",
    "WorkingYearSet",
    "lasting",
]

"""What can happen in working with customers: published facts.

A published name or field is never changed or removed: a new field has a default, a new meaning
raises the version and brings an upcast and a downcast. `at` is when it happened. Fields marked
PERSONAL concern an identifiable person and are what can be shredded.
"""

from collections.abc import Callable
from typing import Any

from services.activity.published.appointments import (
    AppointmentBooked as AppointmentBooked,
    AppointmentCancelled as AppointmentCancelled,
    AppointmentEdited as AppointmentEdited,
    AppointmentEvent as AppointmentEvent,
    AppointmentGivenBack as AppointmentGivenBack,
    AppointmentHandedOver as AppointmentHandedOver,
    AppointmentRescheduled as AppointmentRescheduled,
    AttendanceChanged as AttendanceChanged,
    InvitationAnswered as InvitationAnswered,
    OccurrenceCancelled as OccurrenceCancelled,
    OccurrenceMoved as OccurrenceMoved,
)
from services.activity.published.call_lists import (
    CallListClosed as CallListClosed,
    CallListEvent as CallListEvent,
    CallListOpened as CallListOpened,
    CustomerListed as CustomerListed,
    CustomerStruck as CustomerStruck,
    ListingEvent as ListingEvent,
)
from services.activity.published.calling_hours import CallingHoursSet as CallingHoursSet
from services.activity.published.commitments import (
    CommitmentBroken as CommitmentBroken,
    CommitmentEvent as CommitmentEvent,
    CommitmentKept as CommitmentKept,
    CommitmentMade as CommitmentMade,
    CommitmentPostponed as CommitmentPostponed,
    CommitmentReassigned as CommitmentReassigned,
)
from services.activity.published.consent import DoNotContactSet as DoNotContactSet
from services.activity.published.diaries import (
    ConflictPolicySet as ConflictPolicySet,
    DiaryEvent as DiaryEvent,
    RoomChanged as RoomChanged,
    RoomClosed as RoomClosed,
    RoomEvent as RoomEvent,
    RoomOpened as RoomOpened,
    RoomReopened as RoomReopened,
    Span as Span,
    TimeFreed as TimeFreed,
    TimeTaken as TimeTaken,
    lasting as lasting,
)
from services.activity.published.feeds import (
    CalendarFeedOpened as CalendarFeedOpened,
    CalendarFeedRevoked as CalendarFeedRevoked,
    FeedEvent as FeedEvent,
)
from services.activity.published.follow_ups import (
    ContactEvent as ContactEvent,
    ContactReset as ContactReset,
    FollowUpAmended as FollowUpAmended,
    FollowUpEvent as FollowUpEvent,
    FollowUpFileAttached as FollowUpFileAttached,
    FollowUpFileRemoved as FollowUpFileRemoved,
    FollowUpLogged as FollowUpLogged,
    NewOpportunity as NewOpportunity,
    Promise as Promise,
)
from services.activity.published.itineraries import (
    ItineraryEvent as ItineraryEvent,
    ItinerarySubmitted as ItinerarySubmitted,
    VisitDropped as VisitDropped,
    VisitEvent as VisitEvent,
    VisitMade as VisitMade,
    VisitPlanned as VisitPlanned,
    VisitReopened as VisitReopened,
    VisitReplanned as VisitReplanned,
    VisitsOrdered as VisitsOrdered,
)
from services.activity.published.notifications import (
    NoticeGiven as NoticeGiven,
    NotificationEvent as NotificationEvent,
    NotificationsRead as NotificationsRead,
    PersonNotified as PersonNotified,
)
from services.activity.published.reminders import (
    ContactReminded as ContactReminded,
    ReminderEvent as ReminderEvent,
    ReminderRulesSet as ReminderRulesSet,
    ReminderStep as ReminderStep,
)
from services.activity.published.tasks import (
    DutiesGivenBack as DutiesGivenBack,
    DutiesHandedOver as DutiesHandedOver,
    DutiesNotReturned as DutiesNotReturned,
    DutyKept as DutyKept,
    TaskDone as TaskDone,
    TaskDropped as TaskDropped,
    TaskEdited as TaskEdited,
    TaskEvent as TaskEvent,
    TaskGiven as TaskGiven,
    TaskPassedOn as TaskPassedOn,
    TaskReopened as TaskReopened,
)
from services.activity.published.templates import (
    Effect as Effect,
    Template as Template,
    TemplateChanged as TemplateChanged,
    TemplateDefined as TemplateDefined,
    TemplateEvent as TemplateEvent,
    TemplateRetired as TemplateRetired,
    TemplateUsed as TemplateUsed,
)
from services.activity.published.watching import (
    CustomerNews as CustomerNews,
    CustomerUnwatched as CustomerUnwatched,
    CustomerWatched as CustomerWatched,
    HeardEvent as HeardEvent,
    StepRefused as StepRefused,
    WatchCounted as WatchCounted,
    WatchEvent as WatchEvent,
)
from services.activity.published.working_days import (
    DaysOff as DaysOff,
    WorkingYearSet as WorkingYearSet,
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

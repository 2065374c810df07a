"""What can happen in working with customers: published facts.

A published name or field is never changed or removed: a new field has a default, a new meaning
raises the version and brings an upcast. `at` is when it happened. Fields marked PERSONAL concern
an identifiable person and are what can be shredded.
"""

from collections.abc import Callable
from typing import Any

from services.activity.published.call_lists import (
    CallListClosed,
    CallListEvent,
    CallListOpened,
    CustomerListed,
    CustomerStruck,
    ListingEvent,
)
from services.activity.published.commitments import (
    CommitmentBroken,
    CommitmentEvent,
    CommitmentKept,
    CommitmentMade,
    CommitmentPostponed,
    CommitmentReassigned,
)
from services.activity.published.consent import DoNotContactSet
from services.activity.published.follow_ups import (
    ContactEvent,
    ContactReset,
    FollowUpAmended,
    FollowUpEvent,
    FollowUpFileAttached,
    FollowUpFileRemoved,
    FollowUpLogged,
    Promise,
)
from services.activity.published.itineraries import (
    ItineraryEvent,
    ItinerarySubmitted,
    VisitDropped,
    VisitEvent,
    VisitMade,
    VisitPlanned,
    VisitReplanned,
    VisitsOrdered,
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
from services.activity.published.working_days import DaysOff, WorkingYearSet

Event = (  # all that the log of this service holds
    ContactEvent
    | ItineraryEvent
    | FollowUpEvent
    | CommitmentEvent
    | TemplateEvent
    | CallListEvent
    | ListingEvent
    | DoNotContactSet
    | WorkingYearSet
)

UPCASTS: dict[tuple[str, int], Callable[[dict[str, Any]], dict[str, Any]]] = {}

__all__ = [
    "UPCASTS",
    "CallListClosed",
    "CallListEvent",
    "CallListOpened",
    "CommitmentBroken",
    "CommitmentEvent",
    "CommitmentKept",
    "CommitmentMade",
    "CommitmentPostponed",
    "CommitmentReassigned",
    "ContactEvent",
    "ContactReset",
    "CustomerListed",
    "CustomerStruck",
    "DaysOff",
    "DoNotContactSet",
    "Effect",
    "Event",
    "FollowUpAmended",
    "FollowUpEvent",
    "FollowUpFileAttached",
    "FollowUpFileRemoved",
    "FollowUpLogged",
    "ItineraryEvent",
    "ItinerarySubmitted",
    "ListingEvent",
    "Promise",
    "Template",
    "TemplateChanged",
    "TemplateDefined",
    "TemplateEvent",
    "TemplateRetired",
    "TemplateUsed",
    "VisitDropped",
    "VisitEvent",
    "VisitMade",
    "VisitPlanned",
    "VisitReplanned",
    "VisitsOrdered",
    "WorkingYearSet",
]

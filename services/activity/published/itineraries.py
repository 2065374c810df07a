"""What can happen to an itinerary: visits planned for a week, and what became of them."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated

from services.activity.published.follow_ups import PERSONAL


@dataclass(frozen=True)
class VisitPlanned:
    """At the end of its day's route, until the day is put in order."""

    person: str  # who is to make it
    week: str  # of ISO 8601: 2026-W48
    visit_id: str
    customer_id: str
    day: date
    goal: Annotated[str, PERSONAL]
    approach: Annotated[str, PERSONAL]  # how to go about it; "" when nothing is said
    by: str
    at: datetime


@dataclass(frozen=True)
class VisitReplanned:
    """Another day of the same week, goal or approach: all three as they are from now on."""

    person: str
    week: str
    visit_id: str
    customer_id: str
    day: date
    goal: Annotated[str, PERSONAL]
    approach: Annotated[str, PERSONAL]
    by: str
    at: datetime


@dataclass(frozen=True)
class VisitDropped:
    person: str
    week: str
    visit_id: str
    customer_id: str
    reason: Annotated[str, PERSONAL]
    by: str
    at: datetime


@dataclass(frozen=True)
class VisitsOrdered:
    """The route of one day."""

    person: str
    week: str
    day: date
    visit_ids: tuple[str, ...]  # all that are planned for the day, in the order of the route
    by: str
    at: datetime


@dataclass(frozen=True)
class VisitMade:
    """A follow-up of a visit has closed its entry; `at` is when the customer was visited."""

    person: str
    week: str
    visit_id: str
    customer_id: str
    follow_up_id: str
    at: datetime


@dataclass(frozen=True)
class VisitReopened:
    """The follow-up that had closed the entry was amended: it was no visit."""

    person: str
    week: str
    visit_id: str
    customer_id: str
    follow_up_id: str
    by: str
    at: datetime


@dataclass(frozen=True)
class ItinerarySubmitted:
    """The plan of the week is ready to be seen by who leads; it may be changed all the same."""

    person: str
    week: str
    visits: int  # planned and not dropped by then
    by: str
    at: datetime


VisitEvent = (  # concerns one customer
    VisitPlanned | VisitReplanned | VisitDropped | VisitMade | VisitReopened
)
ItineraryEvent = VisitEvent | VisitsOrdered | ItinerarySubmitted

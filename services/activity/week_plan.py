"""What is remembered of the visits that somebody plans for one week."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import assert_never

from kernel import Aggregate
from services.activity.events import (
    ItineraryEvent,
    ItinerarySubmitted,
    VisitDropped,
    VisitMade,
    VisitPlanned,
    VisitReplanned,
    VisitsOrdered,
)

PLANNED, MADE, DROPPED = "planned", "made", "dropped"


@dataclass(frozen=True)
class Visit:
    customer_id: str
    day: date
    goal: str
    approach: str
    state: str = PLANNED


@dataclass(frozen=True)
class Itinerary:
    visits: Mapping[str, Visit] = field(default_factory=dict)
    routes: Mapping[date, tuple[str, ...]] = field(default_factory=dict)
    submitted: int | None = None  # how many visits it had by then; None: not, or changed since


def route(itinerary: Itinerary, day: date) -> tuple[str, ...]:
    """The visits of a day: as they were put in order, then those that came since."""
    here = [id for id, v in itinerary.visits.items() if v.day == day and v.state != DROPPED]
    known = itinerary.routes.get(day, ())
    return (*(id for id in known if id in here), *(id for id in here if id not in known))


def evolve(itinerary: Itinerary, event: ItineraryEvent) -> Itinerary:
    match event:
        case VisitPlanned() | VisitReplanned():
            visit = Visit(event.customer_id, event.day, event.goal, event.approach)
            visits = {**itinerary.visits, event.visit_id: visit}
            return replace(itinerary, visits=visits, submitted=None)
        case VisitDropped():
            return replace(ended(itinerary, event.visit_id, DROPPED), submitted=None)
        case VisitMade():
            return ended(itinerary, event.visit_id, MADE)
        case VisitsOrdered():
            return replace(itinerary, routes={**itinerary.routes, event.day: event.visit_ids})
        case ItinerarySubmitted():
            return replace(itinerary, submitted=event.visits)
        case _:
            assert_never(event)


def ended(itinerary: Itinerary, visit_id: str, state: str) -> Itinerary:
    visit = replace(itinerary.visits[visit_id], state=state)
    return replace(itinerary, visits={**itinerary.visits, visit_id: visit})


ITINERARY = Aggregate("itinerary", Itinerary(), evolve, ItineraryEvent, implicit=True)


def of(person: str, week: str) -> str:
    return f"{person}/{week}"

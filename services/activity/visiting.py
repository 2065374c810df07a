"""What a follow-up does to the itinerary of whoever made it: a visit closes its entry."""

from services.activity.events import ItineraryEvent, VisitMade, VisitReopened
from services.activity.itinerary import Whose
from services.activity.week_plan import PLANNED, Itinerary


def visited(
    itinerary: Itinerary, whose: Whose, customer_id: str, follow_up_id: str
) -> list[ItineraryEvent]:
    """A visit closes the open entry of its day, else the nearest one; without any it was unplanned.

    `whose` tells when the customer was visited.
    """
    if any(visit.follow_up_id == follow_up_id for visit in itinerary.visits.values()):
        return []
    open_ = [
        (abs((visit.day - whose.day).days), visit.day, id)
        for id, visit in itinerary.visits.items()
        if visit.customer_id == customer_id and visit.state == PLANNED
    ]
    if not open_:
        return []
    id = min(open_)[2]
    return [VisitMade(whose.person, whose.week, id, customer_id, follow_up_id, whose.at)]


def reopened(
    itinerary: Itinerary, whose: Whose, follow_up_id: str, by: str
) -> list[ItineraryEvent]:
    """It was no visit after all: what it had closed lies ahead again."""
    return [
        VisitReopened(whose.person, whose.week, id, visit.customer_id, follow_up_id, by, whose.at)
        for id, visit in itinerary.visits.items()
        if visit.follow_up_id == follow_up_id
    ]

"""What becomes of the visits that a leaver had planned: who has the customer now makes them."""

from dataclasses import replace

from services.activity.events import ItineraryEvent, VisitDropped, VisitPlanned
from services.activity.itinerary import MOST, Whose
from services.activity.week_plan import PLANNED, Itinerary, Visit

BY_RULE = "system"
NOBODY_S = "left; nobody has this customer now"


def ahead(itinerary: Itinerary, whose: Whose) -> dict[str, Visit]:
    """From today on: what should have been made before was not."""
    return {
        id: visit
        for id, visit in itinerary.visits.items()
        if visit.state == PLANNED and visit.day >= whose.day
    }


def leave(
    itinerary: Itinerary, whose: Whose, visit_id: str, heir: str | None
) -> list[ItineraryEvent]:
    """[] when it was made, dropped or handed on meanwhile: then nobody plans it."""
    visit = ahead(itinerary, whose).get(visit_id)
    if visit is None:
        return []
    reason = f"left; handed on to {heir}" if heir else NOBODY_S
    about = (whose.person, whose.week, visit_id, visit.customer_id)
    return [VisitDropped(*about, reason, BY_RULE, whose.at)]


def inherit(
    itinerary: Itinerary, whose: Whose, heir: str, visit_id: str, visit: Visit
) -> list[ItineraryEvent]:
    """At the end of the day's route; not twice where the heir has planned the same."""
    same = any(
        (known.customer_id, known.day, known.state) == (visit.customer_id, visit.day, PLANNED)
        for known in itinerary.visits.values()
    )
    if same or len(itinerary.visits) >= MOST:
        return []
    mine = replace(whose, person=heir)
    about = (mine.person, mine.week, visit_id, visit.customer_id)
    return [VisitPlanned(*about, visit.day, visit.goal, visit.approach, BY_RULE, mine.at)]

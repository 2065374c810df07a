"""An itinerary: the visits that somebody plans for one week, in the order of their routes."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from kernel import Invalid, NotFound, Rejected
from kernel.context import Context
from services.activity import rights
from services.activity.events import (
    ItineraryEvent,
    ItinerarySubmitted,
    VisitDropped,
    VisitPlanned,
    VisitReplanned,
    VisitsOrdered,
)
from services.activity.owners import Standing
from services.activity.week_plan import DROPPED, PLANNED, Itinerary, Visit, route
from services.rights import require_work_on
from services.weeks import week_of

MOST = 200  # visits of a week; a diligent salesperson makes forty


@dataclass(frozen=True)
class Whose:
    """Whose week is planned, and when the decision falls."""

    person: str
    week: str
    at: datetime
    day: date  # of `at`, in the company's zone


@dataclass(frozen=True)
class Plan:
    day: date
    goal: str
    approach: str


def plan(
    itinerary: Itinerary,
    asker: Context,
    whose: Whose,
    customer: Standing,
    customer_id: str,
    visit_id: str,
    plan: Plan,
) -> list[ItineraryEvent]:
    rights.require_plans_for(asker, whose.person)
    require_work_on(asker, customer, customer_id, whose.at)
    require_ahead(whose, plan.day)
    if len(itinerary.visits) >= MOST:
        raise Rejected("too-many-visits", f"a week holds at most {MOST} visits", limit=MOST)
    require_single(itinerary, customer_id, plan.day)
    return [
        VisitPlanned(
            whose.person, whose.week, visit_id, customer_id, plan.day, plan.goal, plan.approach,
            asker.actor, whose.at,
        )
    ]  # fmt: skip


def replan(
    itinerary: Itinerary,
    asker: Context,
    whose: Whose,
    visit_id: str,
    day: date | None,
    goal: str | None,
    approach: str | None,
) -> list[ItineraryEvent]:
    """What is None stays as it is."""
    visit = planned(itinerary, asker, whose, visit_id)
    wanted = replace(
        visit,
        day=day or visit.day,
        goal=visit.goal if goal is None else goal,
        approach=visit.approach if approach is None else approach,
    )
    if wanted == visit:
        return []
    if wanted.day != visit.day:
        require_ahead(whose, wanted.day)
        require_single(itinerary, visit.customer_id, wanted.day)
    return [
        VisitReplanned(
            whose.person, whose.week, visit_id, visit.customer_id, wanted.day, wanted.goal,
            wanted.approach, asker.actor, whose.at,
        )
    ]  # fmt: skip


def drop(
    itinerary: Itinerary, asker: Context, whose: Whose, visit_id: str, reason: str
) -> list[ItineraryEvent]:
    rights.require_plans_for(asker, whose.person)
    found = itinerary.visits.get(visit_id)
    if found and found.state == DROPPED:
        return []
    visit = planned(itinerary, asker, whose, visit_id)
    return [
        VisitDropped(
            whose.person, whose.week, visit_id, visit.customer_id, reason, asker.actor, whose.at
        )
    ]


def order(
    itinerary: Itinerary, asker: Context, whose: Whose, day: date, visit_ids: Sequence[str]
) -> list[ItineraryEvent]:
    """All visits of the day are named, each once: what is left out would have no place."""
    rights.require_plans_for(asker, whose.person)
    require_within(whose.week, day)
    now = route(itinerary, day)
    if tuple(visit_ids) == now:
        return []
    if sorted(visit_ids) != sorted(now):
        raise wrong("visits", f"must name each visit of the day once: {', '.join(now) or 'none'}")
    return [VisitsOrdered(whose.person, whose.week, day, tuple(visit_ids), asker.actor, whose.at)]


def submit(itinerary: Itinerary, asker: Context, whose: Whose) -> list[ItineraryEvent]:
    rights.require_plans_for(asker, whose.person)
    number = sum(visit.state != DROPPED for visit in itinerary.visits.values())
    if not number:
        raise Rejected("nothing-planned", "plan at least one visit before you submit the week")
    if itinerary.submitted == number:
        return []
    return [ItinerarySubmitted(whose.person, whose.week, number, asker.actor, whose.at)]


def planned(itinerary: Itinerary, asker: Context, whose: Whose, visit_id: str) -> Visit:
    """One that still lies ahead, of somebody whom the asker plans for."""
    rights.require_plans_for(asker, whose.person)
    visit = itinerary.visits.get(visit_id)
    if visit is None:
        raise NotFound(what="visit", id=visit_id)
    if visit.state != PLANNED:
        raise Rejected(f"visit-{visit.state}", f"this visit has been {visit.state} already")
    return visit


def require_ahead(whose: Whose, day: date) -> None:
    require_within(whose.week, day)
    if day < whose.day:
        raise wrong("day", "must not lie in the past")


def require_within(week: str, day: date) -> None:
    if week_of(day) != week:
        raise wrong("day", f"lies in {week_of(day)}, not in {week}")


def require_single(itinerary: Itinerary, customer_id: str, day: date) -> None:
    """Two visits to one customer on one day could not be told apart afterwards."""
    for id, visit in itinerary.visits.items():
        if (visit.customer_id, visit.day, visit.state) == (customer_id, day, PLANNED):
            raise Rejected(
                "visit-planned", "this customer is planned for that day already", visit_id=id
            )


def wrong(field: str, message: str) -> Invalid:
    return Invalid("invalid", "the input has errors", errors=[{"field": field, "message": message}])

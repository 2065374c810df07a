"""Visits: those that were planned, by week and person, and those that were made without a plan."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, assert_never

from kernel.event import Recorded
from kernel.projection import Projection, Row
from services.activity.events import (
    FollowUpAmended,
    FollowUpLogged,
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
from services.analytics.plain import moment

PLANNED, MADE, DROPPED, UNPLANNED = "planned", "made", "dropped", "unplanned"
LAST = 1_000_000  # behind every visit of a day that has been put in order
VISIT = "visit"

Told = VisitEvent | VisitsOrdered | FollowUpLogged | FollowUpAmended


def key(recorded: Recorded) -> Sequence[str]:
    """A visit that closes its entry is no unplanned one any more: it concerns both rows."""
    event: Told = recorded.event
    match event:
        case FollowUpLogged():
            return (made_by(event.follow_up_id),) if event.channel == VISIT else ()
        case FollowUpAmended():
            changed = VISIT in (event.channel, event.channel_before) and "channel" in event.changed
            return (made_by(event.follow_up_id),) if changed else ()
        case VisitMade():
            return (event.visit_id, made_by(event.follow_up_id))
        case VisitsOrdered():
            return event.visit_ids
        case VisitPlanned() | VisitReplanned() | VisitDropped() | VisitReopened():
            return (event.visit_id,)
        case _:
            assert_never(event)


def made_by(follow_up_id: str) -> str:
    return f"follow-up/{follow_up_id}"


def evolve(row: Row, recorded: Recorded) -> Row | None:
    event: Told = recorded.event
    match event:
        case FollowUpLogged():
            return row | unplanned(event, event.at)
        case FollowUpAmended():
            visited = event.channel == VISIT
            return row | unplanned(event, event.contacted_at) if visited else None
        case VisitPlanned():
            return row | plan(event) | {"since": recorded.position, "place": LAST}
        case VisitMade():
            return made(row, event)
        case _:
            return row | changed(row, event)


def changed(row: Row, event: VisitReplanned | VisitDropped | VisitReopened | VisitsOrdered) -> Row:
    match event:
        case VisitReplanned():
            stays = row.get("day") == event.day.isoformat()
            return plan(event) if stays else plan(event) | {"place": LAST}
        case VisitDropped():
            return {"state": DROPPED, "reason": event.reason}
        case VisitReopened():
            return {"state": PLANNED, "follow_up_id": None, "at": None}
        case VisitsOrdered():
            return {"place": event.visit_ids.index(row["_id"])}
        case _:
            assert_never(event)


def unplanned(event: FollowUpLogged | FollowUpAmended, at: datetime) -> Row:
    return {
        "person": event.author, "customer_id": event.customer_id, "state": UNPLANNED,
        "follow_up_id": event.follow_up_id, "at": moment(at),
    }  # fmt: skip


def plan(event: VisitPlanned | VisitReplanned) -> Row:
    return {
        "person": event.person, "week": event.week, "customer_id": event.customer_id,
        "day": event.day.isoformat(), "goal": event.goal, "approach": event.approach,
        "state": PLANNED,
    }  # fmt: skip


def made(row: Row, event: VisitMade) -> Row | None:
    if row["_id"] != event.visit_id:
        return None
    return row | {"state": MADE, "follow_up_id": event.follow_up_id, "at": moment(event.at)}


VISITS = Projection(
    "visits",
    Told,
    key,
    evolve,
    indexes=([("week", 1), ("person", 1)], [("person", 1), ("at", 1)], [("at", 1)]),
    edition=2,  # a follow-up that is amended becomes a visit, or is none any more
)


def changed_week(row: Row, recorded: Recorded) -> Row:
    """Of its submissions the first time counts for being late, the last for what was in it."""
    event: ItineraryEvent = recorded.event
    told: dict[str, Any] = {"person": event.person, "week": event.week, "version": recorded.version}
    if isinstance(event, ItinerarySubmitted):
        told |= {"visits": event.visits, "at": row.get("at", moment(event.at))}
    return row | told


WEEKS = Projection(
    "weeks",
    ItineraryEvent,
    lambda recorded: f"{recorded.event.week}/{recorded.event.person}",
    changed_week,
    edition=2,  # also of those that nobody has submitted, with their versions
)

"""What decides when somebody is reminded of a customer: facts of two logs, and what was told."""

from datetime import datetime

from kernel.event import Recorded
from kernel.projection import Projection, Row
from services.activity.events import ContactReminded, FollowUpAmended, FollowUpLogged
from services.activity.instants import moment
from services.activity.reminder import OF
from services.customer.events import LetGo, OwnershipEvent, owner_after

SOURCES = ("customer", "activity")


def evolve(row: Row, recorded: Recorded) -> Row:
    """Each source has fields of its own, and says how far it has been heard."""
    return row | facts(row, recorded) | {heard(recorded.source): recorded.position}


def heard(source: str) -> str:
    return f"at_{source}"


def facts(row: Row, recorded: Recorded) -> Row:
    event = recorded.event
    match event:
        case FollowUpLogged():
            return contacted(row, event)
        case FollowUpAmended():
            return amended(row, event)
        case ContactReminded():
            since = moment(event.since)
            return {"reminded": {"of": OF[event.kind], "since": since, "days": event.days}}
        case _:
            return held(event, moment(recorded.at))


def held(event: OwnershipEvent, recorded_at: datetime) -> Row:
    """By when it was recorded: a follow-up says the same, and both may be told of long after."""
    owned = {"owner": owner_after(event), "owned_at": moment(event.at), "handed_at": recorded_at}
    return owned | ({"let_go_at": recorded_at} if isinstance(event, LetGo) else {})


def contacted(row: Row, event: FollowUpLogged) -> Row:
    """An imported one may be older than what is known; it counts, but plans nothing."""
    entered, at = moment(event.entered_at), moment(event.at)
    known = {"entered_at": max(row.get("entered_at", entered), entered)}
    if at < row.get("contacted_at", at):
        return known
    return known | {"contacted_at": at} | planned(event.next_contact_at, entered)


def amended(row: Row, event: FollowUpAmended) -> Row:
    """It plans something only when it is the last contact, and then anew only if it says so."""
    last = moment(event.contacted_at) == row.get("contacted_at")
    if not last or "next_contact_at" not in event.changed:
        return {}
    return planned(event.next_contact_at, moment(event.at))


def planned(next_contact_at: datetime | None, at: datetime) -> Row:
    return {
        "next_contact_at": moment(next_contact_at) if next_contact_at else None,
        "planned_at": at,
    }


AWAITED = Projection(
    "awaited",
    OwnershipEvent | FollowUpLogged | FollowUpAmended | ContactReminded,
    lambda recorded: str(recorded.event.customer_id),
    evolve,
    indexes=tuple([(heard(source), 1)] for source in SOURCES),
)

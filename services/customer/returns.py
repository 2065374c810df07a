"""Who holds a customer, what has been done for it and when: facts of three logs.

They decide when it returns to its pool by itself, who has a part in it when somebody leaves, and
whether others have worked on it.
"""

from datetime import datetime
from typing import assert_never

from kernel.event import Recorded
from kernel.projection import Projection, Row
from services.activity.events import FollowUpLogged
from services.customer.events import (
    CustomerLocked,
    CustomerUnlocked,
    KeepingEvent,
    OwnershipEvent,
    Profile,
    ProfileEvent,
    RecycleWarned,
    SharingEvent,
    StandingNoted,
    held_after,
    of_row,
    owner_after,
    pool_after,
    to_row,
)
from services.customer.pool import PUBLIC
from services.customer.terms import CLASSIFIED
from services.customer.worked_on import worked
from services.pipeline.events import (
    LadderEvent,
    OpportunityEvent,
    OpportunityLost,
    OpportunityOpened,
    OpportunityReopened,
    OpportunityWon,
)

SOURCES = ("customer", "pipeline", "activity")


def key(recorded: Recorded) -> tuple[str, ...]:
    """A deal may have no customer yet."""
    id = recorded.event.customer_id
    return (id,) if id else ()


def evolve(row: Row, recorded: Recorded) -> Row:
    """Each source has fields of its own, and says how far it has been heard."""
    return row | facts(row, recorded) | {heard(recorded.source): recorded.position}


def heard(source: str) -> str:
    return f"at_{source}"


def facts(row: Row, recorded: Recorded) -> Row:
    event = recorded.event
    if isinstance(event, FollowUpLogged):
        return worked(row, event) | latest(row, "contacted_at", event.at)
    if isinstance(event, LadderEvent):
        return worked(row, event) | {"won": event.to == "won"}
    if isinstance(event, OpportunityEvent):
        return worked(row, event) | dealt(row, event)
    if isinstance(event, KeepingEvent):
        return kept(row, event)
    parts = parted(row, event) if isinstance(event, OwnershipEvent | SharingEvent) else {}
    owned = held(row, event) if isinstance(event, OwnershipEvent) else {}
    return parts | owned | (classified(event) if isinstance(event, Profile) else {})


def parted(row: Row, event: OwnershipEvent | SharingEvent) -> Row:
    """Everybody with a part in it stands in one field, which is what is looked for."""
    after = held_after(of_row(row), event)
    parts = {after.owner, after.second_owner, *after.collaborators}
    return to_row(after) | {"people": sorted(person for person in parts if person)}


def held(row: Row, event: OwnershipEvent) -> Row:
    since = moment(event.at) if owner_after(event) else None
    home = pool_after(event) or row.get("home", PUBLIC)
    return {"owned_since": since, "home": home, "warned": None}


def classified(event: Profile) -> Row:
    ends = event.contract_ends_on.isoformat() if event.contract_ends_on else None
    own = {value.field: list(value.value) for value in event.fields}
    plainly = {name: getattr(event, name) for name in CLASSIFIED}
    return plainly | {"fields": own, "contract_ends_on": ends}


def kept(row: Row, event: KeepingEvent) -> Row:
    match event:
        case CustomerLocked():
            return {"lock": {"until": moment(event.until) if event.until else None}}
        case CustomerUnlocked():
            return {"lock": None}
        case RecycleWarned():
            return {"warned": warned(row, event)}
        case StandingNoted():
            return {}
        case _:
            assert_never(event)


def warned(row: Row, event: RecycleWarned) -> Row:
    """Before this return; of another one the warnings begin anew."""
    due, step = moment(event.due_at), [event.days, event.to]
    before = row.get("warned") or {}
    given = before["steps"] if before.get("due_at") == due else []
    return {"due_at": due, "steps": [*given, step]}


def dealt(row: Row, event: OpportunityEvent) -> Row:
    """The open deals, when one was last opened or closed, and when last won."""
    open_ones = [id for id in row.get("open_deals", ()) if id != event.opportunity_id]
    match event:
        case OpportunityOpened() | OpportunityReopened():
            now_open = {"open_deals": [*open_ones, event.opportunity_id]}
            return now_open | latest(row, "dealt_at", event.at)
        case OpportunityWon():
            won = latest(row, "won_at", event.at)
            return {"open_deals": open_ones} | won | latest(row, "dealt_at", event.at)
        case OpportunityLost():
            return {"open_deals": open_ones} | latest(row, "dealt_at", event.at)
        case _:
            return {}


def latest(row: Row, name: str, at: datetime) -> Row:
    return {name: max(row.get(name, moment(at)), moment(at))}


def moment(at: datetime) -> datetime:
    """In the milliseconds that the database keeps."""
    return at.replace(microsecond=at.microsecond // 1000 * 1000)


HELD = Projection(
    "held",
    ProfileEvent
    | OwnershipEvent
    | SharingEvent
    | KeepingEvent
    | LadderEvent
    | OpportunityEvent
    | FollowUpLogged,
    key,
    evolve,
    edition=2,  # who has a part in a customer is in it, and what was done for it
    indexes=(
        *[[(heard(source), 1)] for source in SOURCES],
        [("home", 1), ("_id", 1)],
        [("people", 1), ("_id", 1)],
    ),
)

"""What decides when a held customer returns to its pool by itself: facts of three logs."""

from datetime import datetime
from typing import assert_never

from kernel.codec import Codec
from kernel.event import Recorded
from kernel.group import Group
from kernel.projection import Projection, Row
from services.activity import events as activity
from services.activity.events import FollowUpLogged
from services.customer import events as customer
from services.customer.events import (
    CustomerLocked,
    CustomerUnlocked,
    KeepingEvent,
    OwnershipEvent,
    Profile,
    ProfileEvent,
    RecycleWarned,
    StandingNoted,
    owner_after,
    pool_after,
)
from services.customer.known_pools import POOLS
from services.customer.pool import PUBLIC
from services.customer.terms import CLASSIFIED
from services.pipeline import events as pipeline
from services.pipeline.events import (
    LadderEvent,
    OpportunityEvent,
    OpportunityLost,
    OpportunityOpened,
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
        return latest(row, "contacted_at", event.at)
    if isinstance(event, LadderEvent):
        return {"won": event.to == "won"}
    if isinstance(event, OpportunityEvent):
        return dealt(row, event)
    if isinstance(event, KeepingEvent):
        return kept(row, event)
    owned = held(row, event) if isinstance(event, OwnershipEvent) else {}
    return owned | (classified(event) if isinstance(event, Profile) else {})


def held(row: Row, event: OwnershipEvent) -> Row:
    owner, pool = owner_after(event), pool_after(event)
    since = moment(event.at) if owner else None
    home = pool or row.get("home", PUBLIC)
    return {"owner": owner, "owned_since": since, "home": home, "warned": None}


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
        case OpportunityOpened():
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
    ProfileEvent | OwnershipEvent | KeepingEvent | LadderEvent | OpportunityEvent | FollowUpLogged,
    key,
    evolve,
    indexes=(*[[(heard(source), 1)] for source in SOURCES], [("home", 1), ("_id", 1)]),
)

RETURNS = Group(
    "returns",
    "customer",
    (HELD, POOLS),
    {
        "customer": Codec(customer.Event, customer.UPCASTS),
        "pipeline": Codec(pipeline.Event, pipeline.UPCASTS),
        "activity": Codec(activity.Event, activity.UPCASTS),
    },
)

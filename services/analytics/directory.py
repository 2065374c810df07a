"""The customer directory: one row per customer, folded from all three logs."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from kernel.event import Recorded
from kernel.projection import Projection, Row
from kernel.refusal import NotFound
from services.activity.events import (
    ContactEvent,
    ContactReset,
    FollowUpAmended,
    FollowUpLogged,
)
from services.analytics import archived, dossier, hands, keeping, masking, pools
from services.analytics.asker import Asker, seen_by
from services.analytics.completeness import measured
from services.analytics.definitions import Definition
from services.analytics.facets import facets
from services.analytics.plain import NEVER, NO_DATE, moment, time
from services.analytics.reading import Documents, find_one
from services.customer.events import (
    CustomerEvent,
    CustomerRegistered,
    KeepingEvent,
    OwnershipEvent,
    PhonesRevealed,
    ReleaseRefused,
    SharingEvent,
    held_after,
    of_row,
    pool_after,
    to_row,
)
from services.pipeline.events import LadderEvent, StageAdvanced, StageReverted

# What a customer is before its source has said anything: sources arrive in any order.
UNKNOWN: Row = {
    "version": 0, "owner": None, "pool": None, "second_owner": None, "collaborators": [],
    "seen_by": [], "registered_by": None, "registered_at": None,
    **dossier.UNKNOWN, **archived.NOT,
    "stage": "pool",
    "contact_status": "not_followed_up", "last_follow_up_at": NEVER, "next_contact_at": NO_DATE,
    "last_follow_up": None, "touched_at": NEVER,
    **hands.UNCHANGED,
    **keeping.UNKEPT,
}  # fmt: skip
SHOWN = ("owner", "second_owner", "pool", "registered_by", "version", *archived.SHOWN)
TIMES = ("last_follow_up_at", "next_contact_at", "registered_at", "touched_at", archived.TIME)
KNOWN = {"version": {"$gt": 0}}  # its registration has arrived


def evolve(row: Row, recorded: Recorded) -> Row:
    before = UNKNOWN | row
    if isinstance(recorded.event, PhonesRevealed | ReleaseRefused):
        return before | edition(recorded)  # to look is not to touch, nor what could not be
    touched = max(before["touched_at"], moment(recorded.at))
    keeps = isinstance(recorded.event, KeepingEvent)
    told = keeping.kept(recorded.event) if keeps else facts(before, recorded)
    return before | told | edition(recorded) | {"touched_at": touched}


def edition(recorded: Recorded) -> Row:
    """The version that a client names in If-Match is that of the customer's own stream."""
    return {"version": recorded.version} if isinstance(recorded.event, CustomerEvent) else {}


def facts(row: Row, recorded: Recorded) -> Row:
    event = recorded.event
    if isinstance(event, OwnershipEvent):
        return ownership(row, recorded)
    if isinstance(event, dossier.Told):
        return dossier.told(row, event)
    match event:
        case StageAdvanced() | StageReverted():
            return hands.stepped(event)
        case FollowUpLogged() | FollowUpAmended():
            return spoken(row, event)
        case ContactReset():
            return {"contact_status": "not_followed_up"} | hands.reset(row, event)
        case _:
            return holding(row, event)


def ownership(row: Row, recorded: Recorded) -> Row:
    event: OwnershipEvent = recorded.event
    held = holding(row, event) | {"pool": pool_after(event)}
    if isinstance(event, CustomerRegistered):
        return begun(row, event) | held
    put = archived.told(event)
    filed = {"facets": facets(row | put)}
    return held | put | filed | keeping.UNWARNED | hands.handed(recorded)


def holding(row: Row, event: OwnershipEvent | SharingEvent) -> Row:
    held = held_after(of_row(row), event)
    return to_row(held) | {"seen_by": archived.seen_by(event) or seen_by(held)}


def begun(row: Row, event: CustomerRegistered) -> Row:
    first = {"registered_by": event.by, "registered_at": moment(event.at)}
    return first | dossier.profile(row | first, event)


def spoken(row: Row, event: FollowUpLogged | FollowUpAmended) -> Row:
    if isinstance(event, FollowUpLogged):
        return contact(row, event) | hands.entered(row, event)
    return amended(row, event)


def contact(row: Row, event: FollowUpLogged) -> Row:
    """An imported follow-up may be older than what is known; it counts, but plans nothing."""
    at = moment(event.at)
    followed_up = {"contact_status": "followed_up"}
    if at < row["last_follow_up_at"]:
        return followed_up
    last = {"last_follow_up_at": at, "last_follow_up": event.follow_up_id}
    return followed_up | last | {"next_contact_at": planned(event)}


def amended(row: Row, event: FollowUpAmended) -> Row:
    """Only the last contact plans the next one; when it was is not amended."""
    last = row["last_follow_up"] == event.follow_up_id
    return {"next_contact_at": planned(event)} if last else {}


def planned(event: FollowUpLogged | FollowUpAmended) -> datetime:
    return moment(event.next_contact_at) if event.next_contact_at else NO_DATE


DIRECTORY = Projection(
    "directory",
    CustomerEvent | ContactEvent | FollowUpAmended | LadderEvent,
    lambda recorded: str(recorded.event.customer_id),
    evolve,
    edition=5,  # since when it stands on its rung
    indexes=(
        [("touched_at", -1), ("_id", -1)],
        [("seen_by", 1), ("touched_at", -1), ("_id", -1)],
        [("stage", 1), ("touched_at", -1), ("_id", -1)],
        [("next_contact_at", 1), ("_id", 1)],
        [("seen_by", 1), ("next_contact_at", 1), ("_id", 1)],
        [("last_follow_up_at", 1), ("_id", 1)],
        [("last_follow_up_at", 1), ("registered_at", 1)],
        [("sort_name", 1), ("_id", 1)],
        [("grams", 1)],
        [("facets", 1), ("touched_at", -1), ("_id", -1)],
    ),
)


def customer(
    rows: Documents, asker: Asker, customer_id: str, defined: Sequence[Definition] = ()
) -> dict[str, Any]:
    """Raises NotFound for one that does not exist, or not for this asker."""
    seen = {"$and": [{"_id": customer_id}, KNOWN, asker.customers()]}
    row = find_one(rows, seen)
    if row is None:
        raise NotFound(what="customer", id=customer_id)
    return shown(row, asker, defined)


def shown(
    row: Row, asker: Asker | None = None, defined: Sequence[Definition] = ()
) -> dict[str, Any]:
    """Of what lies in a pool, as much as its members are to see; what is masked, who holds it."""
    row = UNKNOWN | row
    times = {name: time(row[name]) for name in TIMES}
    times["stage_since"] = time(hands.stage_since(row))
    plainly = {name: row[name] for name in SHOWN}
    derived = {"stage": hands.stage(row), "contact_status": hands.contact_status(row)}
    told = dossier.shown(row) | measured(row, defined) | keeping.shown(row)
    shared = {"collaborators": sharing(row, asker)}
    known = {"id": row["_id"]} | told | plainly | shared | derived | times
    known = masking.customer(known, asker.masked(row) if asker else frozenset())
    return pools.without(asker.pools.hides(row) if asker else frozenset(), known)


def sharing(row: Row, asker: Asker | None) -> list[dict[str, Any]]:
    """Who shares it now; without anybody who asks, also those whose share has run out."""
    return [
        {"person": one["person"], "until": time(one["until"]) if one["until"] else None}
        for one in row["collaborators"]
        if asker is None or one["until"] is None or asker.at < one["until"]
    ]

"""The customer directory: one row per customer, folded from all three logs."""

from typing import Any, assert_never

from kernel.event import Recorded
from kernel.projection import Projection, Row
from kernel.refusal import NotFound
from services.activity.events import ContactEvent, ContactReset, FollowUpLogged
from services.analytics import hands
from services.analytics.asker import Asker
from services.analytics.plain import NEVER, NO_DATE, moment, plain, time
from services.analytics.reading import Documents, find_one
from services.analytics.search_keys import keys, words
from services.customer.events import (
    CollaboratorAdded,
    CollaboratorRemoved,
    CustomerArchived,
    CustomerEdited,
    CustomerEvent,
    CustomerRegistered,
    LetGo,
    OwnershipEvent,
    Profile,
    SecondOwnerNamed,
    SharingEvent,
    owner_after,
    pool_after,
)
from services.pipeline.events import LadderEvent, StageAdvanced, StageReverted

# What a customer is before its source has said anything: sources arrive in any order.
UNKNOWN: Row = {
    "version": 0, "name": "", "sort_name": "", "company": None, "phones": [], "emails": [],
    "industry": None, "source": None, "remark": None, "owner": None, "pool": None,
    "second_owner": None, "collaborators": [], "archived": False,
    "registered_by": None, "registered_at": None, "grams": [],
    "stage": "pool",
    "contact_status": "not_followed_up", "last_follow_up_at": NEVER, "next_contact_at": NO_DATE,
    "touched_at": NEVER,
    **hands.UNCHANGED,
}  # fmt: skip
SHOWN = (
    "name", "company", "phones", "emails", "industry", "source", "remark", "owner", "pool",
    "registered_by", "version",
)  # fmt: skip
TIMES = ("last_follow_up_at", "next_contact_at", "registered_at", "touched_at")
SEARCHED = (
    "name", "company", "short_name", "sign", "shop", "phones", "emails", "messaging", "addresses",
    "credit_code", "licence_number",
)  # fmt: skip
SORTED = 60  # characters of a name; a cursor carries them
KNOWN = {"version": {"$gt": 0}}  # its registration has arrived


def evolve(row: Row, recorded: Recorded) -> Row:
    before = UNKNOWN | row
    touched = max(before["touched_at"], moment(recorded.at))
    return before | facts(before, recorded) | edition(recorded) | {"touched_at": touched}


def edition(recorded: Recorded) -> Row:
    """The version that a client names in If-Match is that of the customer's own stream."""
    return {"version": recorded.version} if isinstance(recorded.event, CustomerEvent) else {}


def facts(row: Row, recorded: Recorded) -> Row:
    event = recorded.event
    if isinstance(event, OwnershipEvent):
        return ownership(recorded)
    match event:
        case StageAdvanced() | StageReverted():
            return hands.climbed(event)
        case FollowUpLogged():
            return contact(row, event) | hands.entered(row, event)
        case ContactReset():
            return {"contact_status": "not_followed_up"} | hands.reset(row, event)
        case CustomerEdited():
            return profile(event)
        case _:
            return sharing(row, event)


def ownership(recorded: Recorded) -> Row:
    event: OwnershipEvent = recorded.event
    held = {"owner": owner_after(event), "pool": pool_after(event)}
    if isinstance(event, CustomerRegistered):
        return begun(event) | held
    alone: Row = {"second_owner": None, "collaborators": []} if isinstance(event, LetGo) else {}
    archived = {"archived": isinstance(event, CustomerArchived)}
    return held | alone | archived | hands.handed(recorded)


def sharing(row: Row, event: SharingEvent) -> Row:
    match event:
        case SecondOwnerNamed():
            return {"second_owner": event.person}
        case CollaboratorAdded():
            added = {"person": event.person, "until": event.until and moment(event.until)}
            return {"collaborators": [*others(row, event.person), added]}
        case CollaboratorRemoved():
            return {"collaborators": others(row, event.person)}
        case _:
            assert_never(event)


def others(row: Row, person: str) -> list[Row]:
    return [one for one in row["collaborators"] if one["person"] != person]


def begun(event: CustomerRegistered) -> Row:
    first = {"registered_by": event.by, "registered_at": moment(event.at)}
    return profile(event) | first


def profile(event: Profile) -> Row:
    return {
        "name": event.name,
        "sort_name": " ".join(words(event.name))[:SORTED],
        "company": event.company,
        "phones": plain(event.phones),
        "emails": list(event.emails),
        "industry": event.industry,
        "source": event.source,
        "remark": event.remark,
        "grams": keys({name: plain(getattr(event, name)) for name in SEARCHED}),
    }


def contact(row: Row, event: FollowUpLogged) -> Row:
    """An imported follow-up may be older than what is known; it counts, but plans nothing."""
    at = moment(event.at)
    followed_up = {"contact_status": "followed_up"}
    if at < row["last_follow_up_at"]:
        return followed_up
    planned = moment(event.next_contact_at) if event.next_contact_at else NO_DATE
    return followed_up | {"last_follow_up_at": at, "next_contact_at": planned}


DIRECTORY = Projection(
    "directory",
    CustomerEvent | ContactEvent | LadderEvent,
    lambda recorded: str(recorded.event.customer_id),
    evolve,
    indexes=(
        [("touched_at", -1), ("_id", -1)],
        [("owner", 1), ("touched_at", -1), ("_id", -1)],
        [("stage", 1), ("touched_at", -1), ("_id", -1)],
        [("next_contact_at", 1), ("_id", 1)],
        [("owner", 1), ("next_contact_at", 1), ("_id", 1)],
        [("last_follow_up_at", 1), ("_id", 1)],
        [("last_follow_up_at", 1), ("registered_at", 1)],
        [("sort_name", 1), ("_id", 1)],
        [("grams", 1)],
    ),
)


def customer(rows: Documents, asker: Asker, customer_id: str) -> dict[str, Any]:
    """Raises NotFound for one that does not exist, or not for this asker."""
    seen = {"$and": [{"_id": customer_id}, KNOWN, asker.customers()]}
    row = find_one(rows, seen)
    if row is None:
        raise NotFound(what="customer", id=customer_id)
    return shown(row)


def shown(row: Row) -> dict[str, Any]:
    times = {name: time(row[name]) for name in TIMES}
    plainly = {name: row[name] for name in SHOWN}
    derived = {"stage": hands.stage(row), "contact_status": hands.contact_status(row)}
    return {"id": row["_id"]} | plainly | derived | times

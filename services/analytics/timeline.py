"""The timeline of a customer: who did what and when, newest first, deals and follow-ups included.

The key of a row begins with the customer and goes on with the time: the primary key is the order.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from kernel.event import Recorded
from kernel.projection import Projection, Row
from services.activity.events import (
    CommitmentEvent,
    ContactEvent,
    DoNotContactSet,
    FollowUpAmended,
    FollowUpEvent,
    FollowUpLogged,
    ListingEvent,
    TaskEvent,
    VisitEvent,
)
from services.analytics import masking
from services.analytics.happenings import Dated, details
from services.analytics.pages import Order, page
from services.analytics.plain import fields, moment, plain, time
from services.analytics.reading import Documents, find
from services.customer.events import CustomerEvent
from services.pipeline.events import LadderEvent, OpportunityEvent, StageRefused

NEWEST_FIRST = Order("-_id", "_id")
LONGEST = 2_000  # latest happenings of one customer that are told as its history
SAID_ELSEWHERE = frozenset({"customer_id", "at"})
OF_CONTACTS = frozenset({"ContactAdded", "ContactEdited"})
FOLLOW_UP = "follow-up"  # ends the key of its row


def key(recorded: Recorded) -> tuple[str, ...]:
    """None for a deal that nobody knows the customer of; two for what amends another's row."""
    event, position = recorded.event, recorded.position
    if not event.customer_id:
        return ()
    if isinstance(event, FollowUpLogged):
        return (of_follow_up(event, event.at, position),)
    times = f"{sortable(event.at)}/{sortable(recorded.at)}"
    own = f"{event.customer_id}/{times}/{position:012}/{recorded.source}"
    if isinstance(event, FollowUpAmended):
        return (of_follow_up(event, event.contacted_at, event.position), own)
    return (own,)


def of_follow_up(event: FollowUpLogged | FollowUpAmended, at: datetime, position: int) -> str:
    times = f"{sortable(at)}/{sortable(event.entered_at)}"
    return f"{event.customer_id}/{times}/{position:012}/{FOLLOW_UP}"


def sortable(at: datetime) -> str:
    """Always as long, so that the order of texts is the order of times."""
    return moment(at).isoformat(timespec="milliseconds")


def evolve(row: Row, recorded: Recorded) -> Row | None:
    event = recorded.event
    if isinstance(event, FollowUpAmended) and row["_id"].endswith(FOLLOW_UP):
        return amended(row, event) if "what" in row else None
    told = details(event)
    return row | {
        "customer_id": event.customer_id,
        "what": type(event).__name__,
        "who": told.get("author") or told.get("by") or recorded.actor,
        "at": moment(event.at),
        "recorded_at": moment(recorded.at),
        "position": f"{recorded.source}:{recorded.position}",
        "details": {name: value for name, value in told.items() if name not in SAID_ELSEWHERE},
    }


def amended(row: Row, event: FollowUpAmended) -> Row:
    said = fields(event, event.changed)
    now = {"amended_at": plain(event.at), "amended_by": event.by}
    return row | {"details": row["details"] | said | now}


RowOfItsOwn = (
    CustomerEvent
    | ContactEvent
    | DoNotContactSet
    | ListingEvent
    | CommitmentEvent
    | VisitEvent
    | TaskEvent
    | Dated
    | LadderEvent
    | StageRefused
    | OpportunityEvent
)
TIMELINE = Projection(
    "timeline",
    RowOfItsOwn | FollowUpEvent,
    key,
    evolve,
    edition=3,  # tasks and appointments stand here, too
    begins=RowOfItsOwn,
)


def timeline(
    rows: Documents,
    customer_id: str,
    limit: int | None = None,
    cursor: str | None = None,
    hidden: Collection[str] = (),
    masked: Collection[str] = (),
) -> dict[str, Any]:
    """One page; whether the asker may see the customer is asked of the directory before.

    `hidden` are the fields that are not shown of a customer that lies in a pool; `masked` those
    that are covered for who does not hold it.
    """
    ids = {"$gte": f"{customer_id}/", "$lt": f"{customer_id}0"}  # "0" follows "/"
    match = {"_id": ids, "customer_id": {"$eq": customer_id}}
    found, following = page(rows, match, NEWEST_FIRST, limit, cursor)
    return {"items": [shown(row, hidden, masked) for row in found], "next": following}


def histories(rows: Documents, customer_ids: Sequence[str]) -> dict[str, list[dict[str, Any]]]:
    """The timelines of several customers, oldest first, each as far as it can be told at once."""
    return {id: history(rows, id) for id in customer_ids}


def history(rows: Documents, customer_id: str) -> list[dict[str, Any]]:
    ids = {"$gte": f"{customer_id}/", "$lt": f"{customer_id}0"}
    found = find(rows, {"_id": ids}, [("_id", -1)], LONGEST)
    return [shown(row) | {"customer_id": customer_id} for row in reversed(found)]


def shown(row: Row, hidden: Collection[str] = (), masked: Collection[str] = ()) -> dict[str, Any]:
    plainly = {name: row[name] for name in ("what", "who", "position")}
    plainly["details"] = masking.reached(open_part(row, hidden), masked)
    times = {"at": time(row["at"]), "recorded_at": time(row["recorded_at"])}
    return {"id": f"/guanxi/{row['position'].replace(':', '/')}"} | plainly | times


def open_part(row: Row, hidden: Collection[str]) -> dict[str, Any]:
    """Of who is there, nothing but that there is somebody, where a pool hides its contacts."""
    details: dict[str, Any] = row["details"]
    if "contacts" in hidden and row["what"] in OF_CONTACTS:
        return {"contact_id": details["contact_id"]}
    return {name: value for name, value in details.items() if name not in hidden}

"""On which channels a customer, and who of its contacts, is not to be contacted."""

from collections.abc import Sequence
from typing import Any

from kernel.event import Recorded
from kernel.projection import Projection, Row
from services.activity.events import DoNotContactSet
from services.analytics.plain import plain
from services.analytics.reading import Documents, find, find_one

NOBODY = {"version": 0, "items": ()}
TOLD = ("contact_id", "channels", "reason", "by", "at")


def evolve(row: Row, recorded: Recorded) -> Row:
    """A row stays when all is open again: its version is what the next one compares."""
    event: DoNotContactSet = recorded.event
    closed = [one for one in row.get("closed", []) if one["contact_id"] != event.contact_id]
    if event.channels:
        closed.append({name: plain(getattr(event, name)) for name in TOLD})
    return row | {"closed": closed, "version": recorded.version}


CLOSED = Projection(
    "do_not_contact",
    DoNotContactSet,
    lambda recorded: str(recorded.event.customer_id),
    evolve,
    edition=2,  # with its version
)


def closed(rows: Documents, customer_id: str) -> dict[str, Any]:
    """Whether the asker may see the customer is asked of the directory before."""
    row = find_one(rows, {"_id": {"$eq": customer_id}})
    return {"version": row["version"], "items": row["closed"]} if row else NOBODY


def closed_to(rows: Documents, customer_ids: Sequence[str], channel: str) -> set[str]:
    """Those of the customers that are not to be contacted on it at all."""
    whole = {"$elemMatch": {"contact_id": None, "channels": channel}}
    match = {"_id": {"$in": list(customer_ids)}, "closed": whole}
    found = find(rows, match, [("_id", 1)], len(customer_ids)) if customer_ids else []
    return {row["_id"] for row in found}

"""Which customers somebody watches, the one they began with last before the others."""

from typing import Any

from kernel.event import Recorded
from kernel.projection import Projection, Row
from services.activity.events import CustomerWatched, WatchEvent
from services.analytics.asker import Asker
from services.analytics.call_lists import seen
from services.analytics.pages import order_by, page
from services.analytics.plain import moment, time
from services.analytics.reading import Documents

LATEST = order_by("-watched_at", {"watched_at": "watched_at"})
UNSEEN = dict.fromkeys(("name", "owner", "stage", "last_follow_up_at", "next_contact_at"))


def evolve(row: Row, recorded: Recorded) -> Row | None:
    event: WatchEvent = recorded.event
    if not isinstance(event, CustomerWatched):
        return None
    about = {"customer_id": event.customer_id, "person": event.person}
    return row | about | {"watched_at": moment(event.at)}


WATCHED = Projection(
    "watched",
    WatchEvent,
    lambda recorded: f"{recorded.event.customer_id}/{recorded.event.person}",
    evolve,
    indexes=([("person", 1), ("watched_at", -1), ("_id", -1)],),
)


def watched(
    rows: Documents, directory: Documents, asker: Asker, limit: int | None, cursor: str | None
) -> dict[str, Any]:
    """One page; of those that the asker may not see any more only that they are watched."""
    found, following = page(rows, {"person": {"$eq": asker.user}}, LATEST, limit, cursor)
    known = seen(directory, asker, [row["customer_id"] for row in found])
    items = [
        {"id": id} | known.get(id, UNSEEN) | {"watched_at": time(row["watched_at"])}
        for row in found
        for id in [row["customer_id"]]
    ]
    return {"items": items, "next": following}

"""Calendar feeds by the hash of their token, and what stands in the one that is read."""

from datetime import datetime, timedelta
from typing import Any

from kernel.event import Recorded
from kernel.projection import Projection, Row
from kernel.refusal import NotFound
from services.activity.events import CalendarFeedOpened, FeedEvent
from services.analytics.appointment_shown import whole
from services.analytics.plain import moment, time
from services.analytics.reading import Documents, find, find_one

BACK = timedelta(days=90)  # a subscriber keeps, or forgets, what lies further back
MOST = 1_000
OF_ONE = 50


def evolve(row: Row, recorded: Recorded) -> Row | None:
    event: FeedEvent = recorded.event
    if not isinstance(event, CalendarFeedOpened):
        return None
    told = {"feed_id": event.feed_id, "person": event.person, "name": event.name}
    return row | told | {"at": moment(event.at)}


FEEDS = Projection(
    "calendar_feeds",
    FeedEvent,
    lambda recorded: str(recorded.event.token_hash),
    evolve,
    indexes=([("person", 1)],),
)


def feeds(rows: Documents, person: str) -> dict[str, Any]:
    found = find(rows, {"person": person}, [("at", 1)], OF_ONE)
    return {
        "items": [
            {"id": row["feed_id"], "name": row["name"], "at": time(row["at"])} for row in found
        ]
    }


def feed(
    feeds: Documents, appointments: Documents, token_hash: str, today: datetime
) -> dict[str, Any]:
    """All of a person's appointments but those of long ago; NotFound for a token of nobody's."""
    opened = find_one(feeds, {"_id": token_hash})
    if opened is None:
        raise NotFound("not-found", "there is no calendar under this address, or none any more")
    match = {"people": opened["person"], "last": {"$gt": today - BACK}}
    found = find(appointments, match, [("last", -1)], MOST)
    items = [whole(row) for row in sorted(found, key=lambda one: str(one["_id"]))]
    return {"person": opened["person"], "name": opened["name"], "items": items}

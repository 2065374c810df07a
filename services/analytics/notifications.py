"""What each person has been told: numbered, newest first, and how much of it they have not read."""

from collections.abc import Sequence
from typing import Any

from kernel.event import Recorded
from kernel.projection import Projection, Row
from services.activity.events import NotificationsRead, PersonNotified
from services.activity.published.notifications import Numbers, count, joined
from services.analytics.pages import Order, page
from services.analytics.parameters import one_of, page_length
from services.analytics.plain import moment, time
from services.analytics.reading import Documents, find, find_one

NEWEST_FIRST = Order("-_id", "_id")
OLDEST_FIRST = [("person", 1), ("_id", 1)]
MOST_PEOPLE = 1_000
PLAINLY = ("kind", "customer_id", "about", "days", "count", "by")
Answer = dict[str, Any]


def key(recorded: Recorded) -> str:
    """In the order of their numbers: always as long."""
    return f"{recorded.event.person}/{recorded.event.number:012}"


def notified(row: Row, recorded: Recorded) -> Row:
    event: PersonNotified = recorded.event
    plainly = {name: getattr(event, name) for name in ("person", "number", *PLAINLY)}
    about = moment(event.moment) if event.moment else None
    told = {"moment": about, "at": moment(event.at)}
    return row | plainly | told | ({"news": list(event.news)} if event.news else {})


def received(row: Row, recorded: Recorded) -> Row:
    event: PersonNotified | NotificationsRead = recorded.event
    if isinstance(event, PersonNotified):
        return {"read": []} | row | {"last": event.number}
    ranges = [*ranges_of(row), *event.numbers]
    return row | {"read": [[one.first, one.last] for one in joined(ranges)]}


def ranges_of(row: Row) -> list[Numbers]:
    return [Numbers(first, last) for first, last in row["read"]]


NOTIFICATIONS = Projection(
    "notifications", PersonNotified, key, notified, indexes=([("person", 1), ("_id", 1)],)
)
INBOXES = Projection(
    "inboxes",
    PersonNotified | NotificationsRead,
    lambda recorded: str(recorded.event.person),
    received,
)


def notifications(
    rows: Documents,
    inboxes: Documents,
    person: str,
    unread: str | None = None,
    limit: int | None = None,
    cursor: str | None = None,
) -> Answer:
    """One page, newest first; nobody sees anybody else's."""
    read = ranges_of(inbox(inboxes, person))
    wanted: dict[str, Any] = {"person": {"$eq": person}}
    if unread is not None:
        wanted |= among(read, one_of("unread", unread, ("true", "false")) == "false")
    found, following = page(rows, wanted, NEWEST_FIRST, limit, cursor)
    return {"items": [shown(row, read) for row in found], "next": following}


def among(ranges: Sequence[Numbers], inside: bool) -> dict[str, Any]:
    """Those that are in one of the ranges, or in none."""
    parts: list[Any] = [{"number": {"$gte": one.first, "$lte": one.last}} for one in ranges]
    return {"$or" if inside else "$nor": parts or [{"number": {"$lt": 0}}]}


def since(
    rows: Documents, inboxes: Documents, person: str, number: int, limit: int | None = None
) -> Answer:
    """What came after that number, oldest first: for who is told as it happens."""
    read = ranges_of(inbox(inboxes, person))
    wanted = {"person": {"$eq": person}, "_id": {"$gt": f"{person}/{number:012}"}}
    found = find(rows, wanted, OLDEST_FIRST, page_length(limit))
    return {"items": [shown(row, read) for row in found]}


def counted(inboxes: Documents, person: str) -> Answer:
    row = inbox(inboxes, person)
    return {"unread": row["last"] - count(ranges_of(row)), "last": str(row["last"])}


def heads(inboxes: Documents, people: Sequence[str]) -> dict[str, int]:
    """The number of the newest of each of them."""
    wanted = {"_id": {"$in": list(people[:MOST_PEOPLE])}}
    return {row["_id"]: row["last"] for row in find(inboxes, wanted, [("_id", 1)], MOST_PEOPLE)}


def inbox(inboxes: Documents, person: str) -> Row:
    return find_one(inboxes, {"_id": {"$eq": person}}) or {"last": 0, "read": []}


def shown(row: Row, read: Sequence[Numbers]) -> Answer:
    number = row["number"]
    plainly = {name: row[name] for name in PLAINLY}
    seen = any(one.first <= number <= one.last for one in read)
    times = {"moment": time(row["moment"]), "at": time(row["at"])}
    news = row.get("news", [])
    return {"id": str(number)} | plainly | times | {"news": news, "read": seen}

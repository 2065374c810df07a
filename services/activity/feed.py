"""The calendar feeds of a person: an address for each program that subscribes, until revoked."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import assert_never

from kernel import Aggregate, NotFound, Rejected
from services.activity.events import CalendarFeedOpened, CalendarFeedRevoked, FeedEvent

MOST = 10  # at a time, of one person


@dataclass(frozen=True)
class Feeds:
    open: Mapping[str, str] = field(default_factory=dict)  # token's hash, by id


def hashed(token: str) -> str:
    """All that is kept of it: it has 192 random bits, so no salt is needed."""
    return sha256(token.encode()).hexdigest()


def open_(
    feeds: Feeds, feed_id: str, person: str, name: str, token_hash: str, at: datetime
) -> list[FeedEvent]:
    if len(feeds.open) >= MOST:
        raise Rejected("too-many-feeds", f"you have {MOST} feeds: revoke one that you do not use")
    return [CalendarFeedOpened(feed_id, person, name, token_hash, at)]


def revoke(feeds: Feeds, feed_id: str, person: str, by: str, at: datetime) -> list[FeedEvent]:
    if feed_id not in feeds.open:
        raise NotFound(what="feed", id=feed_id)
    return [CalendarFeedRevoked(feed_id, person, feeds.open[feed_id], by, at)]


def evolve(feeds: Feeds, event: FeedEvent) -> Feeds:
    match event:
        case CalendarFeedOpened():
            return Feeds({**feeds.open, event.feed_id: event.token_hash})
        case CalendarFeedRevoked():
            return Feeds({id: hash for id, hash in feeds.open.items() if id != event.feed_id})
        case _:
            assert_never(event)


FEEDS = Aggregate("calendar-feeds", Feeds(), evolve, FeedEvent, implicit=True)

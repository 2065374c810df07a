"""A calendar that other programs subscribe to: by an address that nobody can guess."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from services.activity.published.follow_ups import PERSONAL


@dataclass(frozen=True)
class CalendarFeedOpened:
    """Whoever knows the token reads the calendar; here stands only its hash."""

    feed_id: str
    person: str
    name: Annotated[str, PERSONAL]  # which program or device it is for
    token_hash: str  # SHA-256
    at: datetime


@dataclass(frozen=True)
class CalendarFeedRevoked:
    feed_id: str
    person: str
    token_hash: str
    by: str
    at: datetime


FeedEvent = CalendarFeedOpened | CalendarFeedRevoked

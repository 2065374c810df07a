"""Calendar feeds over HTTP: opened, listed, revoked; read by any program that knows the address."""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from marshmallow import fields
from werkzeug import Response

from gateway.answers import Receipt, Record, Shown
from gateway.asked import Asked
from gateway.callers import Callers
from gateway.conditions import has
from gateway.fields import Text
from gateway.http import get, post
from gateway.icalendar_feed import calendar, etag
from gateway.routes import ANYBODY, EVERY_ROLE
from gateway.shape import Query, Shape
from gateway.told_once import METADATA, ToldOnce
from kernel.nameko import remote
from kernel.refusal import NotFound

PATH = "/v1/calendar/<token>.ics"
CALENDAR = "text/calendar; charset=utf-8"


class OpenFeed(Shape):
    name = Text(100, metadata={"description": "which program or device it is for"})


class FeedOpened(Receipt):
    token = fields.String(required=True, allow_none=True, metadata=METADATA)
    path = fields.String(required=True, allow_none=True)


class FeedShown(Shown):
    id = fields.String(required=True)
    name = fields.String(required=True)
    at = fields.DateTime(required=True)


class FeedsShown(Shown):
    items = fields.List(fields.Nested(FeedShown), required=True)


@dataclass(frozen=True)
class Calendar:
    """text/calendar; 304 without a body for who has it already."""

    media_type = CALENDAR
    schema = None
    status = 200

    @property
    def headers(self) -> Mapping[str, str]:
        return {"ETag": "Send it as `If-None-Match`: 304 while nothing has changed."}

    def respond(self, asked: Asked, result: Mapping[str, Any]) -> Response:
        mark = etag(result)
        sent = {"ETag": mark, "Cache-Control": "private, no-cache"}
        if has(asked.known, mark):
            return Response(None, 304, sent)
        return Response(calendar(result), self.status, sent, content_type=self.media_type)


class FeedRoutes:
    activity = remote("activity")
    analytics = remote("analytics")
    callers: Callers

    @post("/v1/calendar/feeds", roles=EVERY_ROLE, body=OpenFeed, answer=ToldOnce(FeedOpened))
    def open_feed(self, asked: Asked) -> Any:
        """An address under which other programs read your calendar; keep it to yourself."""
        opened = self.activity.open_feed(**asked.body)
        token = opened["token"]
        return opened | {"path": PATH.replace("<token>", token) if token else None}

    @get("/v1/calendar/feeds", roles=EVERY_ROLE, answer=Record(FeedsShown))
    def list_feeds(self, asked: Asked) -> Any:
        """Your calendar feeds, without their addresses."""
        return self.analytics.feeds(**asked.filters)

    @post("/v1/calendar/feeds/<feed_id>/revoke", roles=EVERY_ROLE)
    def revoke_feed(self, asked: Asked, feed_id: str) -> Any:
        """From now on nobody reads your calendar under this address."""
        return self.activity.revoke_feed(feed_id=feed_id)

    @get(PATH, roles=ANYBODY, query=Query, answer=Calendar())
    def read_feed(self, asked: Asked, token: str) -> Any:
        """A calendar as iCalendar (RFC 5545), for whoever knows its address."""
        found = self.analytics.feed(token_hash=sha256(token.encode()).hexdigest())
        person = self.callers.organisation.people.get(found["person"])
        if person is not None and not person.active:
            raise NotFound("not-found", "there is no calendar under this address any more")
        return found

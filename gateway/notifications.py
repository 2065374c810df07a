"""Notifications over HTTP: everybody's own, as a list, a number and a stream."""

import re
from typing import Any

from marshmallow import fields

from gateway.answers import Page, Record, Shown
from gateway.asked import Asked
from gateway.callers import Callers
from gateway.event_stream import LONGEST, Events
from gateway.fields import Choice, Several, Text
from gateway.headers import no_event
from gateway.http import get, post
from gateway.notification_events import LISTENING, Source
from gateway.queries import Listing, Whole
from gateway.routes import EVERY_ROLE
from gateway.shape import Query, Shape
from kernel.nameko import remote

PATH = "/v1/notifications"
CALL_SECONDS = 5.0
MOST = 200
PAGE = 100
LAST = 10**12 - 1
NUMBER = re.compile(r"\d{1,12}", re.ASCII)
KINDS = (
    "contact-due", "contact-overdue", "never-contacted", "forgotten", "return-warned",
    "customer-assigned", "customer-shared", "customer-withdrawn", "customer-returned",
    "customer-handed-over", "customer-given-back", "customer-taken-back", "commitment-due",
    "commitment-overdue", "task-given", "task-due", "appointment-invited", "appointment-moved",
    "appointment-cancelled", "appointment-soon", "customer-news", "effect-refused",
    "webhook-paused",
)  # fmt: skip


class FindNotifications(Listing):
    unread = Choice("true", "false", says="only those not read yet, or only those read")


class ReadNotifications(Shape):
    ids = Several(Text(12, required=True), most=MOST, metadata={"description": "only these"})
    upto = Text(12, metadata={"description": "id: this one and all before it"})


class Listen(Query):
    since = Whole(
        0,
        LAST,
        metadata={"description": "id: what came after it is told first, as by Last-Event-ID"},
    )


class Notification(Shown):
    id = fields.String(required=True, metadata={"description": "counted from 1, for each person"})
    kind = fields.String(
        required=True, metadata={"examples": list(KINDS), "description": "more will come"}
    )
    customer_id = fields.String(required=True, allow_none=True)
    customer = fields.String(
        required=True, allow_none=True,
        metadata={"description": "what it is called; null: several, or not yours to see any more"},
    )  # fmt: skip
    about = fields.String(
        required=True, allow_none=True, metadata={"description": "id, when it is no customer"}
    )
    moment = fields.DateTime(
        required=True, allow_none=True,
        metadata={"description": "that it tells of: when something was, or will be"},
    )  # fmt: skip
    days = fields.Integer(required=True, allow_none=True)
    count = fields.Integer(required=True, allow_none=True)
    by = fields.String(required=True, allow_none=True)
    at = fields.DateTime(required=True)
    news = fields.List(
        fields.String(),
        required=True,
        metadata={
            "description": "what happened, as timelines call it: FollowUpLogged, OpportunityWon"
        },
    )
    read = fields.Boolean(required=True)


class Unread(Shown):
    unread = fields.Integer(required=True)
    last = fields.String(required=True, metadata={"description": "id of the newest; 0: none"})


class NotificationRoutes:
    activity = remote("activity")
    analytics = remote("analytics")
    callers: Callers

    @get(PATH, roles=EVERY_ROLE, query=FindNotifications, answer=Page(Notification))
    def list_notifications(self, asked: Asked) -> Any:
        """What you have been told, newest first. Nobody sees anybody else's."""
        return self.analytics.notifications(**asked.filters)

    @get(f"{PATH}/count", roles=EVERY_ROLE, answer=Record(Unread))
    def count_notifications(self, asked: Asked) -> Any:
        """How many of your notifications you have not read."""
        return self.analytics.unread(**asked.filters)

    @post(f"{PATH}/<notification_id>/read", roles=EVERY_ROLE)
    def read_notification(self, asked: Asked, notification_id: str) -> Any:
        """You have read one of your notifications."""
        return self.activity.read_notification(notification_id=notification_id)

    @post(f"{PATH}/read", roles=EVERY_ROLE, body=ReadNotifications)
    def read_notifications(self, asked: Asked) -> Any:
        """You have read several: those of `ids`, all `upto` one, or all there are."""
        return self.activity.read_notifications(**asked.body)

    @get(f"{PATH}/stream", roles=EVERY_ROLE, query=Listen, answer=Events(), seconds=LONGEST)
    def stream_notifications(self, asked: Asked) -> Any:
        """Yours as server-sent events: `unread` with the count, then a `notification` each.

        It ends within seconds when you have signed out, or may listen no more.
        """
        heard = asked.query.get("since") if asked.heard is None else number(asked.heard)
        return LISTENING.begin(self._source(asked), heard)

    def _source(self, asked: Asked) -> Source:
        ask = self.analytics.within
        return Source(
            person=asked.context.actor,
            count=lambda: ask(CALL_SECONDS).unread(),
            since=lambda n: ask(CALL_SECONDS).notifications_since(number=n, limit=PAGE),
            heads=lambda people: ask(CALL_SECONDS).inbox_heads(people=people),
            still=lambda: asked.caller is not None and self.callers.still(asked.caller),
        )


def number(heard: str) -> int:
    """Of the notification that was heard last; Invalid for what is none."""
    if not NUMBER.fullmatch(heard):
        raise no_event()
    return int(heard)

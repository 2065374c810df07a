"""What is sent and answered about webhooks."""

from collections.abc import Mapping
from typing import Any

from marshmallow import fields
from marshmallow.validate import OneOf
from werkzeug import Response

from gateway.answers import Receipt, Shown, to_json
from gateway.asked import Asked
from gateway.fields import Flag, Several, Text, trimmed
from gateway.queries import LONGEST_CURSOR, Position, Whole
from gateway.sending.target import LONGEST
from gateway.shape import Query, Shape
from gateway.times import Time

URL = "https:// and a host of the public internet; no secret should be in it, since events say it"
EVENTS = "`customer.*`, `pipeline.OpportunityWon`; /docs/events says which there are"
PERSONAL = "false leaves out what events say of persons; an event's `withheld` names what"
SECRET = "`whsec_` and base64, for verifying signatures; told here and never again"
OVERLAP = "hours for which the secret before it signs as well (24)"
PAUSED = "why: asked, failing (the retries have ended), gone (410)"
ANSWER = "of the last answer"
WEB = "https?://[!-~]+"
STATES = ("active", "failing", "paused")


def several_events(**options: Any) -> Several:
    told = {"description": EVENTS}
    return Several(Text(120, required=True), 100, least=1, metadata=told, **options)


class RegisterWebhook(Shape):
    name = Text(100, required=True, metadata={"description": "what listens there"})
    url = Text(LONGEST, required=True, metadata={"description": URL, "pattern": trimmed(WEB)})
    events = several_events(required=True)
    personal = Flag(required=True, metadata={"description": PERSONAL})


class ChangeWebhook(Shape):
    name = Text(100)
    url = Text(LONGEST, metadata={"description": URL, "pattern": trimmed(f"(?:{WEB})?")})
    events = several_events()
    personal = Flag(metadata={"description": PERSONAL})


class RotateSecret(Shape):
    overlap_hours = Whole(0, 168, metadata={"description": OVERLAP})


class ReplayWebhook(Shape):
    after = Several(Position(required=True), 4, metadata={
        "description": "of each source the position after which all is sent again"})  # fmt: skip
    since = Time(metadata={"description": "or: everything recorded from then on, of all sources"})


class ListDeliveries(Query):
    limit = Whole(1, 200)
    cursor = Text(LONGEST_CURSOR)


class WebhookTold(Receipt):
    secret = fields.String(required=True, metadata={"description": SECRET})


class Told:
    """A receipt and the secret."""

    media_type = "application/json"
    schema = WebhookTold
    headers: Mapping[str, str] = {}

    def __init__(self, status: int) -> None:
        self.status = status

    def respond(self, asked: Asked, result: dict[str, Any]) -> Response:
        return to_json(self.status, result, {})


class WebhookShown(Shown):
    id = fields.String(required=True)
    version = fields.Integer(required=True, metadata={"description": "for `If-Match`"})
    name = fields.String(required=True)
    url = fields.String(required=True)
    events = fields.List(fields.String(), required=True)
    personal = fields.Boolean(required=True)
    by = fields.String(required=True)
    at = fields.DateTime(required=True)
    state = fields.String(required=True, validate=OneOf(STATES))
    paused = fields.String(required=True, allow_none=True, metadata={"description": PAUSED})
    paused_at = fields.DateTime(required=True, allow_none=True)
    failing_since = fields.DateTime(required=True, allow_none=True)
    next_try_at = fields.DateTime(required=True, allow_none=True, metadata={
        "description": "of a target that fails or has asked for a rest"})  # fmt: skip
    status = fields.Integer(required=True, allow_none=True, metadata={"description": ANSWER})
    error = fields.String(required=True, metadata={"description": "why there was none"})
    taken = fields.List(fields.String(), required=True, metadata={
        "description": "of each source the position up to which everything was taken"})  # fmt: skip
    both_until = fields.DateTime(required=True, allow_none=True, metadata={
        "description": "until then the secret before this one signs as well"})  # fmt: skip


class WebhooksShown(Shown):
    items = fields.List(fields.Nested(WebhookShown), required=True)


class DeliveryShown(Shown):
    number = fields.Integer(required=True)
    event = fields.String(required=True, metadata={"description": "its id, sent as `webhook-id`"})
    type = fields.String(required=True)
    subject = fields.String(required=True)
    attempts = fields.Integer(required=True)
    outcome = fields.String(required=True, validate=OneOf(("taken", "failing", "ping-failed")))
    status = fields.Integer(required=True, allow_none=True)
    error = fields.String(required=True)
    milliseconds = fields.Integer(required=True, metadata={"description": "of the last attempt"})
    answer = fields.String(required=True, metadata={"description": "its first 500 bytes"})
    first_at = fields.DateTime(required=True)
    at = fields.DateTime(required=True)
    next_at = fields.DateTime(required=True, allow_none=True)

"""Who is not to be called or written to, over HTTP."""

from typing import Any

from marshmallow import fields

from gateway.answers import Record, Shown
from gateway.asked import Asked
from gateway.customers import PATH
from gateway.fields import Choice, Several, Text
from gateway.http import get, put
from gateway.routes import EVERY_ROLE
from gateway.shape import Shape
from kernel.nameko import remote

CLOSABLE = ("phone", "sms", "wechat", "message", "email", "fax", "visit")


class DoNotContact(Shape):
    channels = Several(
        Choice(*CLOSABLE, required=True),
        most=len(CLOSABLE),
        required=True,
        metadata={"description": "all that are closed from now on; none: contact is allowed again"},
    )
    contact_id = Text(64, metadata={"description": "one of its contacts; else all of them"})
    reason = Text(1000, metadata={"description": "needed to open a channel again"})


class ChannelsClosed(Shown):
    contact_id = fields.String(required=True, allow_none=True)
    channels = fields.List(fields.String(), required=True)
    reason = fields.String(required=True, allow_none=True)
    by = fields.String(required=True)
    at = fields.String(required=True)


class AllClosed(Shown):
    version = fields.Integer(required=True, metadata={"description": "for `If-Match`"})
    items = fields.List(fields.Nested(ChannelsClosed), required=True)


class ConsentRoutes:
    activity = remote("activity")
    analytics = remote("analytics")

    @put(f"{PATH}/do-not-contact", roles=EVERY_ROLE, body=DoNotContact, conditional=True)
    def close_channels(self, asked: Asked, customer_id: str) -> Any:
        """Say on which channels a customer, or somebody there, is not to be contacted."""
        return self.activity.close_channels(
            customer_id=customer_id, expected=asked.expected, **asked.body
        )

    @get(f"{PATH}/do-not-contact", roles=EVERY_ROLE, answer=Record(AllClosed, versioned=True))
    def read_closed_channels(self, asked: Asked, customer_id: str) -> Any:
        """On which channels a customer, and who of its contacts, is not to be contacted."""
        return self.analytics.closed_channels(customer_id=customer_id, **asked.filters)

"""When customers may be called, over HTTP."""

from typing import Any

from marshmallow import fields

from gateway.answers import Record, Shown
from gateway.asked import Asked
from gateway.fields import Choice, Flag, Several, Text
from gateway.http import get, put
from gateway.routes import EVERY_ROLE, MANAGERS
from gateway.shape import Query, Shape
from kernel.nameko import remote

PATH = "/v1/calling-hours"
CHANNELS = ("phone", "sms", "wechat", "message", "fax", "visit")


class SetCallingHours(Shape):
    """All of it at once; nothing at all: at any time."""

    opens = Text(5, metadata={"example": "08:30", "description": "where the company is"})
    closes = Text(5, metadata={"example": "20:00", "description": "24:00: until midnight"})
    working_days = Flag(metadata={"description": "true: not on days that are not worked"})
    channels = Several(
        Choice(*CHANNELS, required=True),
        most=len(CHANNELS),
        least=1,
        metadata={"description": "that are kept to these hours; phone and sms if not given"},
    )


class CallingHours(Shown):
    version = fields.Integer(required=True, metadata={"description": "for `If-Match`; 0: not set"})
    opens = fields.String(required=True, allow_none=True)
    closes = fields.String(required=True, allow_none=True)
    working_days = fields.Boolean(required=True)
    channels = fields.List(fields.String(), required=True)
    open = fields.Boolean(required=True, metadata={"description": "whether it is time just now"})
    opens_at = fields.DateTime(
        required=True, allow_none=True, metadata={"description": "when next, if it is not"}
    )


class CallingHoursRoutes:
    activity = remote("activity")

    @get(PATH, roles=EVERY_ROLE, query=Query, answer=Record(CallingHours, versioned=True))
    def read_calling_hours(self, asked: Asked) -> Any:
        """When customers may be called, and whether it is time just now."""
        return self.activity.calling_hours()

    @put(PATH, roles=MANAGERS, body=SetCallingHours, conditional=True)
    def set_calling_hours(self, asked: Asked) -> Any:
        """Say when customers may be called.

        Outside these hours a key is refused with `outside-calling-hours` and when to go on, for one
        customer as down a call list; a call that began in time may be logged 15 minutes later.
        What the customer began (they rang up) is logged as a follow-up at any time.
        """
        return self.activity.set_calling_hours(expected=asked.expected, **asked.body)

"""The feed over HTTP: every event of a source, in order and without a hole, for subscribers."""

from dataclasses import dataclass
from typing import Any

import orjson
from marshmallow import fields
from werkzeug import Response

from gateway.answers import JSON, Record, Shown
from gateway.asked import Asked
from gateway.event_names import check_types
from gateway.event_waits import LONGEST, WAITS
from gateway.fields import Choice, Text
from gateway.http import get
from gateway.pins import pins_for
from gateway.queries import Whole
from gateway.routes import FEED, MANAGERS
from gateway.shape import Query
from gateway.subscribed import SOURCES, types_for
from kernel.nameko import remote
from kernel.refusal import Forbidden

LAST = 10**15
PAGE = 100
CALL_SECONDS = 5.0
SECONDS = LONGEST + CALL_SECONDS
PIN = "versions in which events are told: `CustomerRegistered@1`, with commas between"


class ReadEvents(Query):
    source = Choice(*SOURCES, required=True)
    after = Whole(0, LAST)
    types = Text(1000, metadata={"description": "names of events, with commas between"})
    limit = Whole(1, 1000)
    pin = Text(1000, metadata={"description": PIN})
    wait = Whole(0, LONGEST, metadata={"description": "seconds to wait for an event (0)"})


class Events(Shown):
    """`next` is the last position looked at: ask with it as `after`, and nothing is left out."""

    events = fields.List(fields.Dict(), required=True)
    next = fields.Integer(required=True)
    head = fields.Integer(required=True)


@dataclass(frozen=True)
class Page(Record):
    """A thousand events, which are JSON already: written in a tenth of the time."""

    def respond(self, asked: Asked, result: Any) -> Response:
        return Response(orjson.dumps(result), self.status, content_type=JSON)


class EventRoutes:
    customer = remote("customer")
    pipeline = remote("pipeline")
    activity = remote("activity")
    gateway = remote("gateway")

    @get(FEED, roles=MANAGERS, query=ReadEvents, answer=Page(Events), seconds=SECONDS)
    def read_events(self, asked: Asked) -> Any:
        """The events of a source from a position on, as CloudEvents: for who sees everything.

        Which events there are, what they say and what may be relied on: `/docs/events` for
        people, `/asyncapi.json` for programs.

        Ask again with `next` as `after`. With `wait` an answer that would be empty is held back
        until there is an event in it, or that time is over: `next` may have moved all the same.
        A key for the feed is told of its own events and refused others; where it is not for
        personal data, an event's attribute `withheld` names the fields of `data` left out.

        An event is told in the version in which it was recorded, or in the one of `pin` (or of
        the key), whenever it happened: `dataschema` says where that version is described.
        """
        require_all(asked)
        query = {"after": 0, "limit": PAGE, **asked.query}
        source = query.pop("source")
        types = [name.strip() for name in query.pop("types", "").split(",") if name.strip()]
        check_types(source, types)
        query["types"] = types_for(asked.caller, source, types) or None
        if pins := pins_for(asked.caller, source, query.pop("pin", "")):
            query["pins"] = pins
        if asked.caller and not asked.caller.personal:
            query["personal"] = False
        after, seconds = query.pop("after"), query.pop("wait", 0)
        ask = getattr(self, source).within
        return WAITS.page(
            source, after, seconds,
            read=lambda position: ask(CALL_SECONDS).feed(after=position, **query),
            head=lambda: ask(CALL_SECONDS).head(),
        )  # fmt: skip


def require_all(asked: Asked) -> None:
    """The feed is contiguous by construction: it cannot leave out what somebody may not see."""
    if asked.context.visibility != "all":
        raise Forbidden(
            "sees-not-all",
            "The feed tells of everybody's customers, and you see fewer. Please ask an "
            "administrator for an account that sees all.",
        )

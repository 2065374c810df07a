"""Calendars of other programs over HTTP: an .ics file brought into one's own."""

from collections.abc import Callable
from time import monotonic
from typing import Any

from marshmallow import fields

from gateway.answers import Record, Shown
from gateway.asked import Asked
from gateway.fields import Flag
from gateway.http import post
from gateway.icalendar_reading import events
from gateway.multipart import File
from gateway.routes import EVERY_ROLE
from gateway.rowwise import shown
from gateway.shape import Shape
from kernel.nameko import in_thread, remote
from kernel.refusal import Indeterminate, Refusal, Unavailable, to_json
from kernel.settings import time_zone

Json = dict[str, Any]

LARGEST = 1 << 20  # bytes
AT_ONCE = 10  # few, since a long series takes a while, and what is answered late is answered lost
SECONDS = 60.0
ENOUGH = 40.0  # seconds, after which nothing more is begun


class ImportCalendar(Shape):
    file = File(LARGEST, metadata={"description": "iCalendar, at most 500 events"})
    confirm = Flag(metadata={"description": "also what meets other appointments, if that is soft"})


class EventTaken(Shown):
    uid = fields.String(required=True)
    ok = fields.Boolean(required=True)
    outcome = fields.String(
        metadata={"description": "added, known (its texts are brought up to date), cancelled"}
    )
    id = fields.String(metadata={"description": "of the appointment"})
    event = fields.Integer(required=True, metadata={"description": "its number in the file"})
    problem = fields.Dict()
    warnings = fields.List(
        fields.String(), metadata={"description": "what of it was not kept as it was sent"}
    )


class EventsTaken(Shown):
    items = fields.List(fields.Nested(EventTaken), required=True)
    position = fields.String(required=True, allow_none=True)
    left = fields.Integer(
        required=True,
        metadata={"description": "not reached in time: send the same file again for these"},
    )


class CalendarImportRoutes:
    activity = remote("activity")

    @post(
        "/v1/calendar/import", roles=EVERY_ROLE, body=ImportCalendar, answer=Record(EventsTaken),
        seconds=SECONDS,
    )  # fmt: skip
    def import_calendar(self, asked: Asked) -> Any:
        """Bring the events of an .ics file into your calendar; each is answered for itself.

        A file that takes too long is brought in as far as time allows: `left` says how many of its
        events were not reached. Send it again; what is there already is not brought in twice.
        """
        file = asked.body["file"].file
        with file:
            found = in_thread(events, file.read(), time_zone())
        confirm = asked.body.get("confirm", False)
        told = as_far_as_possible(
            found, lambda part: self.activity.import_appointments(items=part, confirm=confirm)
        )
        said = {one["uid"]: one for one in found}
        items = [
            noted(shown(row, asked.context.correlation_id), said[row["uid"]])
            for row in told["items"]
        ]
        return told | {"items": items}


def noted(row: Json, item: Json) -> Json:
    """Where it stands in the file, and what was lost of it."""
    lost = {"warnings": item["warnings"]} if row["ok"] and item.get("warnings") else {}
    return row | {"event": item["event"]} | lost


def as_far_as_possible(
    found: list[Json],
    bring: Callable[[list[Json]], Json],
    clock: Callable[[], float] = monotonic,
    at_once: int = AT_ONCE,
) -> Json:
    """A few at a time, until time is up or nobody answers: all that is known is told then."""
    until = clock() + ENOUGH
    items: list[Json] = []
    positions: list[str] = []
    for at in range(0, len(found), at_once):
        part = found[at : at + at_once]
        try:
            if clock() >= until:
                raise Unavailable("not-reached", "time was up: send the same file again")
            told = bring(part)
        except (Unavailable, Indeterminate) as refusal:
            left = found[at:]
            items += [not_brought(one, refusal) for one in left]
            return {"items": items, "position": last(positions), "left": len(left)}
        items += told["items"]
        positions += [told["position"]] if told["position"] else []
    return {"items": items, "position": last(positions), "left": 0}


def not_brought(item: Json, refusal: Refusal) -> Json:
    return {"uid": item["uid"], "ok": False, "problem": to_json(refusal)}


def last(positions: list[str]) -> str | None:
    return positions[-1] if positions else None

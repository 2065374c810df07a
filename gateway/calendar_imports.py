"""Calendars of other programs over HTTP: an .ics file brought into one's own."""

from collections.abc import Iterator
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
from kernel.settings import time_zone

LARGEST = 1 << 20  # bytes
AT_ONCE = 50
SECONDS = 60.0


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
    problem = fields.Dict()


class EventsTaken(Shown):
    items = fields.List(fields.Nested(EventTaken), required=True)
    position = fields.String(required=True, allow_none=True)


class CalendarImportRoutes:
    activity = remote("activity")

    @post(
        "/v1/calendar/import", roles=EVERY_ROLE, body=ImportCalendar, answer=Record(EventsTaken),
        seconds=SECONDS,
    )  # fmt: skip
    def import_calendar(self, asked: Asked) -> Any:
        """Bring the events of an .ics file into your calendar; each is answered for itself."""
        file = asked.body["file"].file
        with file:
            found = in_thread(events, file.read(), time_zone())
        confirm = asked.body.get("confirm", False)
        parts = [
            self.activity.import_appointments(items=part, confirm=confirm) for part in slices(found)
        ]
        items = [
            shown(row, asked.context.correlation_id) for part in parts for row in part["items"]
        ]
        positions = [part["position"] for part in parts if part["position"]]
        return {"items": items, "position": positions[-1] if positions else None}


def slices(found: list[Any]) -> Iterator[list[Any]]:
    return (found[at : at + AT_ONCE] for at in range(0, len(found), AT_ONCE))

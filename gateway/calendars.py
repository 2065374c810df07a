"""Calendars over HTTP: what is in them, who is free when, and what is done about conflicts."""

import re
from typing import Any

from marshmallow import fields

from gateway.answers import Page, Record, Shown
from gateway.appointments import KINDS, Answered
from gateway.asked import Asked
from gateway.callers import Callers
from gateway.fields import Choice, Several, Text, Value, says
from gateway.http import get, post
from gateway.names import Person
from gateway.queries import Listing, Reading, Whole
from gateway.routes import EVERY_ROLE, MANAGERS
from gateway.shape import Shape
from gateway.team_members import members
from gateway.times import A_DAY, A_TIME, CLOCK, DAY, RFC_3339, Day, Time
from kernel.nameko import remote

POLICIES = ("hard", "soft")
CLOCK_TIME = re.compile(CLOCK, re.ASCII)


class When(Value):
    """A day of the company's, or a moment."""

    default_error_messages = says(invalid="Please send a day or a time with its zone.")

    def __init__(self, **options: Any) -> None:
        shape = {
            "type": "string",
            "pattern": f"^(?:{A_DAY}|{A_TIME})$",
            "description": "a day, or a time with its zone",
        }
        super().__init__(metadata=shape | options.pop("metadata", {}), **options)

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> str:
        if not isinstance(value, str):
            raise self.make_error("invalid")
        if DAY.fullmatch(value):
            return str(Day().deserialize(value))
        if RFC_3339.fullmatch(value):
            return str(Time().deserialize(value))
        raise self.make_error("invalid")


class Hour(Text):
    default_error_messages = says(hour='Please send a time of day such as "09:00".')

    def __init__(self, **options: Any) -> None:
        super().__init__(5, **options)
        self.metadata = {**self.metadata, "pattern": f"^{CLOCK}$"}

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> Any:
        text = super()._deserialize(value, attr, data, **kwargs)
        if text and not CLOCK_TIME.fullmatch(text):
            raise self.make_error("hour")
        return text


class Days(Reading):
    from_ = When(data_key="from")
    to = When(metadata={"description": "a day that is included, or the moment of the end"})


class Whose(Days):
    person = Several(Person(required=True), most=50, metadata={"description": "you, if nobody"})
    room = Several(Text(64, required=True), most=50)
    team = Text(100, metadata={"description": "everybody of this team and those below it"})


class LookAtCalendar(Listing, Whose):
    kind = Choice(*KINDS)


class FindSlots(Whose):
    minutes = Whole(5, 24 * 60, required=True)
    opens = Hour()
    closes = Hour()


class Span(Shown):
    starts_at = fields.DateTime(required=True)
    ends_at = fields.DateTime(required=True)


class Entry(Shown):
    """With `masked` there is something, and what it is you may not see."""

    starts_at = fields.DateTime(required=True)
    ends_at = fields.DateTime(required=True)
    all_day = fields.Boolean(required=True)
    busy = fields.Boolean(required=True)
    masked = fields.Boolean(required=True)
    people = fields.List(fields.String(), required=True, metadata={"description": "of those asked"})
    rooms = fields.List(fields.String(), required=True)
    appointment_id = fields.String(required=True, allow_none=True)
    occurrence = fields.String(required=True, allow_none=True)
    kind = fields.String(required=True, allow_none=True)
    title = fields.String(required=True, allow_none=True)
    place = fields.String(required=True, allow_none=True)
    customer_id = fields.String(required=True, allow_none=True)
    organiser = fields.String(required=True, allow_none=True)
    answers = fields.List(fields.Nested(Answered), required=True)


class Busy(Shown):
    person = fields.String()
    room = fields.String()
    busy = fields.List(fields.Nested(Span), required=True)


class BusyShown(Shown):
    items = fields.List(fields.Nested(Busy), required=True)


class SlotsShown(Shown):
    items = fields.List(fields.Nested(Span), required=True)


class PolicyShown(Shown):
    people = fields.String(required=True, metadata={"enum": list(POLICIES)})
    rooms = fields.String(required=True, metadata={"enum": list(POLICIES)})


class SetPolicy(Shape):
    people = Choice(*POLICIES, required=True)
    rooms = Choice(
        *POLICIES, required=True,
        says="hard: two appointments at one time are refused; soft: they have to be confirmed",
    )  # fmt: skip


class CalendarRoutes:
    activity = remote("activity")
    analytics = remote("analytics")
    callers: Callers

    @get("/v1/calendar", roles=EVERY_ROLE, query=LookAtCalendar, answer=Page(Entry))
    def read_calendar(self, asked: Asked) -> Any:
        """Calendars of people, teams and rooms: a month from today, unless days are given."""
        return self.analytics.calendar(**self._whose(asked))

    @get("/v1/calendar/busy", roles=EVERY_ROLE, query=Whose, answer=Record(BusyShown))
    def read_busy(self, asked: Asked) -> Any:
        """When people and rooms are busy, without what with."""
        return self.analytics.free_busy(**self._whose(asked))

    @get("/v1/calendar/slots", roles=EVERY_ROLE, query=FindSlots, answer=Record(SlotsShown))
    def find_slots(self, asked: Asked) -> Any:
        """Times at which all of them are free, within the hours of working days."""
        return self.analytics.free_slots(**self._whose(asked))

    @get("/v1/calendar/policy", roles=EVERY_ROLE, answer=Record(PolicyShown))
    def read_conflict_policy(self, asked: Asked) -> Any:
        """What is done about two appointments at one time."""
        return self.analytics.conflict_policy(**asked.filters)

    @post("/v1/calendar/policy", roles=MANAGERS, body=SetPolicy)
    def set_conflict_policy(self, asked: Asked) -> Any:
        """Say what is done about two appointments at one time."""
        return self.activity.set_conflict_policy(**asked.body)

    def _whose(self, asked: Asked) -> dict[str, Any]:
        """A team stands for those who belong to it now."""
        filters = dict(asked.filters)
        people = filters.pop("person", [])
        if team := filters.pop("team", None):
            people = [*people, *members(self.callers.organisation, team)]
        rooms = filters.pop("room", None)
        return filters | {"people": people or None, "rooms": rooms}

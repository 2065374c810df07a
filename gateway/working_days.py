"""The working days of a year over HTTP: as announced by the State Council, or as entered here."""

from typing import Any

from marshmallow import fields

from gateway.answers import Record, Shown
from gateway.asked import Asked
from gateway.fields import Several
from gateway.http import get, put
from gateway.names import Title
from gateway.queries import Reading
from gateway.routes import EVERY_ROLE, MANAGERS
from gateway.shape import Shape
from gateway.times import Day
from kernel.nameko import remote

YEAR = "/v1/working-days/<year>"


class DaysOff(Shape):
    name = Title(50, required=True, metadata={"example": "春节"})
    first = Day(required=True)
    last = Day()


class WorkingYear(Shape):
    holidays = Several(fields.Nested(DaysOff, required=True), most=60, required=True)
    worked = Several(
        Day(required=True), most=120, metadata={"description": "weekend days that are worked"}
    )


class WorkingYearShown(Shown):
    year = fields.Integer(required=True)
    version = fields.Integer(required=True, metadata={"description": "0: nothing was entered"})
    known = fields.Boolean(
        required=True, metadata={"description": "if not, only weekends are free"}
    )
    holidays = fields.List(fields.Dict(), required=True)
    worked = fields.List(fields.String(), required=True)
    working_days = fields.Integer(required=True, metadata={"description": "of the whole year"})


class WorkingDayRoutes:
    activity = remote("activity")
    analytics = remote("analytics")

    @get(YEAR, roles=EVERY_ROLE, query=Reading, answer=Record(WorkingYearShown, versioned=True))
    def read_working_days(self, asked: Asked, year: str) -> Any:
        """The holidays of a year, and the weekend days that are worked instead."""
        return self.analytics.working_year(year=year, **asked.filters)

    @put(YEAR, roles=MANAGERS, body=WorkingYear, conditional=True)
    def set_working_days(self, asked: Asked, year: str) -> Any:
        """Enter all holidays of a year, and the weekend days that are worked instead."""
        holidays = [dict(off) for off in asked.body["holidays"]]
        worked = asked.body.get("worked", [])
        return self.activity.set_working_year(
            year=year, holidays=holidays, worked=worked, expected=asked.expected
        )

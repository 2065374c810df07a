"""Itineraries over HTTP: the visits of a week, planned ahead and compared with what was made."""

from typing import Any

from marshmallow import fields

from gateway.answers import Receipted, Record, Shown
from gateway.asked import Asked
from gateway.fields import Several, Text
from gateway.http import get, patch, post
from gateway.names import Person
from gateway.queries import Reading
from gateway.routes import EVERY_ROLE
from gateway.shape import Shape
from gateway.times import Day
from kernel.nameko import remote

PATH = "/v1/itineraries/<week>"
VISIT = f"{PATH}/visits/<visit_id>"
WHOSE = {"description": "whose week it is, for who leads them; if not given, your own"}
STATES = ("planned", "made", "dropped", "unplanned")


class Whose(Shape):
    person = Person(metadata=WHOSE)


class PlanVisit(Whose):
    customer_id = Text(64, required=True)
    day = Day(required=True)
    goal = Text(500, required=True, metadata={"description": "what the visit is to achieve"})
    approach = Text(2_000, lines=True, metadata={"description": "how to go about it"})


class ReplanVisit(Whose):
    day = Day()
    goal = Text(500)
    approach = Text(2_000, lines=True)


class DropVisit(Whose):
    reason = Text(1000, required=True)


class OrderVisits(Whose):
    day = Day(required=True)
    visits = Several(
        Text(64, required=True), most=200, required=True,
        metadata={"description": "all visits of the day, in the order of the route"},
    )  # fmt: skip


class AskItinerary(Reading):
    person = Person(metadata=WHOSE)


class Visit(Shown):
    id = fields.String(required=True)
    customer_id = fields.String(required=True)
    customer = fields.String(
        required=True, allow_none=True, metadata={"description": "null: not yours to see any more"}
    )
    state = fields.String(required=True, metadata={"enum": list(STATES)})
    goal = fields.String()
    approach = fields.String()
    follow_up_id = fields.String()
    visited_at = fields.DateTime(required=True, allow_none=True)


class DayShown(Shown):
    day = fields.Date(required=True)
    visits = fields.List(fields.Nested(Visit), required=True)
    unplanned = fields.List(fields.Nested(Visit), required=True)


class Figures(Shown):
    planned = fields.Integer(required=True, metadata={"description": "and not dropped"})
    made = fields.Integer(required=True)
    open = fields.Integer(required=True)
    dropped = fields.Integer(required=True)
    unplanned = fields.Integer(required=True)
    kept = fields.Float(
        required=True, allow_none=True, metadata={"description": "percent of planned that was made"}
    )


class OfPerson(Figures):
    person = fields.String(required=True)
    submitted_at = fields.DateTime(required=True, allow_none=True)
    submitted_visits = fields.Integer(required=True, allow_none=True)
    due_at = fields.DateTime(required=True)
    late = fields.Boolean(required=True)


class Itinerary(OfPerson):
    version = fields.Integer(required=True, metadata={"description": "for `If-Match`"})
    week = fields.String(required=True)
    days = fields.List(fields.Nested(DayShown), required=True)


class OfSomebody(OfPerson):
    team = fields.String(required=True, allow_none=True)


class OfTeam(Figures):
    team = fields.String(required=True, allow_none=True)
    missing = fields.Integer(
        required=True, metadata={"description": "people who have submitted nothing"}
    )


class Itineraries(Shown):
    week = fields.String(required=True)
    items = fields.List(fields.Nested(OfSomebody), required=True)
    teams = fields.List(fields.Nested(OfTeam), required=True)


class ItineraryRoutes:
    activity = remote("activity")
    analytics = remote("analytics")

    @post(
        f"{PATH}/visits", roles=EVERY_ROLE, body=PlanVisit,
        answer=Receipted("/v1/itineraries/{week}"),
    )  # fmt: skip
    def plan_visit(self, asked: Asked, week: str) -> Any:
        """Plan a visit to a customer of yours, on a day of that week (2026-W48)."""
        return self.activity.plan_visit(week=week, **asked.body)

    @patch(VISIT, roles=EVERY_ROLE, body=ReplanVisit, conditional=True)
    def replan_visit(self, asked: Asked, week: str, visit_id: str) -> Any:
        """Give a visit another day of its week, another goal or approach.

        `If-Match` compares the version of the whole week.
        """
        return self.activity.replan_visit(
            week=week, visit_id=visit_id, expected=asked.expected, **asked.body
        )

    @post(f"{VISIT}/drop", roles=EVERY_ROLE, body=DropVisit)
    def drop_visit(self, asked: Asked, week: str, visit_id: str) -> Any:
        """Take a visit out of the plan, and say why."""
        return self.activity.drop_visit(week=week, visit_id=visit_id, **asked.body)

    @post(f"{PATH}/order", roles=EVERY_ROLE, body=OrderVisits)
    def order_visits(self, asked: Asked, week: str) -> Any:
        """Put the visits of a day in the order of the route."""
        return self.activity.order_visits(week=week, **asked.body)

    @post(f"{PATH}/submit", roles=EVERY_ROLE, body=Whose)
    def submit_itinerary(self, asked: Asked, week: str) -> Any:
        """Hand in the plan of a week; it is due by the end of the Friday before."""
        return self.activity.submit_itinerary(week=week, **asked.body)

    @get(PATH, roles=EVERY_ROLE, query=AskItinerary, answer=Record(Itinerary, versioned=True))
    def read_itinerary(self, asked: Asked, week: str) -> Any:
        """A week by day: planned in route order, made (by a follow-up of a visit), unplanned."""
        return self.analytics.itinerary(week=week, **asked.filters)

    @get(f"{PATH}/people", roles=EVERY_ROLE, answer=Record(Itineraries))
    def read_itineraries(self, asked: Asked, week: str) -> Any:
        """Planned against made, for each person you see and each team; also who has no plan."""
        return self.analytics.itineraries(week=week, **asked.filters)

"""Opportunities over HTTP: opened, moved, won, lost; listed and shown on the board."""

from typing import Any

from marshmallow import fields

from gateway.answers import Page, Receipted, Record, Shown
from gateway.asked import Asked
from gateway.colleagues import Colleague
from gateway.fields import Choice, Text
from gateway.http import get, post
from gateway.money import MoneyGiven
from gateway.names import Person, Title
from gateway.queries import Listing, Reading
from gateway.routes import EVERY_ROLE
from gateway.shape import Shape
from gateway.times import Day, Time
from kernel.nameko import remote

STAGES = ("prospecting", "engaging")
CLOSED = ("won", "lost")
PATH = "/v1/opportunities/<opportunity_id>"


class OpenOpportunity(Shape):
    customer_id = Text(100)
    name = Title(200)
    product = Text(200)
    amount = MoneyGiven()
    expected_close = Day()
    stage = Choice(*STAGES)
    owner = Person()
    at = Time()
    engaged_at = Time()


class MoveOpportunity(Shape):
    to = Choice(*STAGES, required=True)
    at = Time()


class AssignOpportunity(Shape):
    to = Colleague(required=True)


class WinOpportunity(Shape):
    amount = MoneyGiven()
    at = Time()


class LoseOpportunity(Shape):
    reason = Text(1000, required=True)
    at = Time()


class FindOpportunities(Listing):
    stage = Choice(*STAGES, *CLOSED)
    owner = Text(200)
    customer_id = Text(100)


class ShowBoard(Reading):
    owner = Text(200)


class MoneyShown(Shown):
    amount = fields.String(required=True, metadata={"example": "1250.00"})
    currency = fields.String(required=True)


class Opportunity(Shown):
    id = fields.String(required=True)
    version = fields.Integer(required=True, metadata={"description": "for `If-Match`"})
    name = fields.String(required=True)
    customer_id = fields.String(required=True, allow_none=True)
    product = fields.String(required=True, allow_none=True)
    owner = fields.String(
        required=True, allow_none=True,
        metadata={"description": "null: it waits for whoever gets its customer out of the pool"},
    )  # fmt: skip
    stage = fields.String(required=True, metadata={"enum": [*STAGES, *CLOSED]})
    amount = fields.Nested(MoneyShown, required=True, allow_none=True)
    expected_close = fields.Date(required=True, allow_none=True)
    lost_reason = fields.String(required=True, allow_none=True)
    opened_at = fields.DateTime(required=True)
    engaged_at = fields.DateTime(required=True, allow_none=True)
    stage_since = fields.DateTime(required=True)
    closed_at = fields.DateTime(required=True, allow_none=True)
    touched_at = fields.DateTime(required=True)


class Column(Shown):
    stage = fields.String(required=True)
    count = fields.Integer(required=True)
    amounts = fields.List(fields.Nested(MoneyShown), required=True)
    items = fields.List(fields.Nested(Opportunity), required=True)


class Board(Shown):
    columns = fields.List(fields.Nested(Column), required=True)


class OpportunityRoutes:
    pipeline = remote("pipeline")
    analytics = remote("analytics")

    @post(
        "/v1/opportunities",
        roles=EVERY_ROLE,
        body=OpenOpportunity,
        answer=Receipted("/v1/opportunities/{id}"),
    )
    def open_opportunity(self, asked: Asked) -> Any:
        """Open a deal."""
        return self.pipeline.open_opportunity(**asked.body)

    @post(f"{PATH}/stage", roles=EVERY_ROLE, body=MoveOpportunity, conditional=True)
    def move_opportunity(self, asked: Asked, opportunity_id: str) -> Any:
        """Move a deal to another stage."""
        return self.pipeline.change_stage(
            opportunity_id=opportunity_id, expected=asked.expected, **asked.body
        )

    @post(f"{PATH}/assign", roles=EVERY_ROLE, body=AssignOpportunity, conditional=True)
    def assign_opportunity(self, asked: Asked, opportunity_id: str) -> Any:
        """Give an open deal to somebody else; a closed one stays whose it was."""
        return self.pipeline.assign_opportunity(
            opportunity_id=opportunity_id, expected=asked.expected, **asked.body
        )

    @post(f"{PATH}/win", roles=EVERY_ROLE, body=WinOpportunity, conditional=True)
    def win_opportunity(self, asked: Asked, opportunity_id: str) -> Any:
        """A deal is won."""
        return self.pipeline.win(
            opportunity_id=opportunity_id, expected=asked.expected, **asked.body
        )

    @post(f"{PATH}/lose", roles=EVERY_ROLE, body=LoseOpportunity, conditional=True)
    def lose_opportunity(self, asked: Asked, opportunity_id: str) -> Any:
        """A deal is lost, for a reason."""
        return self.pipeline.lose(
            opportunity_id=opportunity_id, expected=asked.expected, **asked.body
        )

    @get("/v1/opportunities", roles=EVERY_ROLE, query=FindOpportunities, answer=Page(Opportunity))
    def find_opportunities(self, asked: Asked) -> Any:
        """The deals that you may see."""
        return self.analytics.opportunities(**asked.filters)

    @get(PATH, roles=EVERY_ROLE, answer=Record(Opportunity, versioned=True))
    def read_opportunity(self, asked: Asked, opportunity_id: str) -> Any:
        """One deal; its ETag is what If-Match compares."""
        return self.analytics.opportunity(opportunity_id=opportunity_id, **asked.filters)

    @get("/v1/board", roles=EVERY_ROLE, query=ShowBoard, answer=Record(Board))
    def show_board(self, asked: Asked) -> Any:
        """The open deals by stage."""
        return self.analytics.board(**asked.filters)

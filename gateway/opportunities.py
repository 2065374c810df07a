"""Opportunities over HTTP: opened, moved, won, lost, reopened; listed and shown on the board."""

from typing import Any

from gateway.answers import Page, Receipted, Record
from gateway.asked import Asked
from gateway.colleagues import Colleague
from gateway.deal_shown import Board, Opportunity, OpportunityRead
from gateway.fields import Choice, Text
from gateway.http import get, post
from gateway.money import MoneyGiven
from gateway.names import Title
from gateway.queries import Listing, Reading
from gateway.routes import EVERY_ROLE
from gateway.shape import Shape
from gateway.times import Day, Time
from kernel.nameko import remote

STAGE = {"description": "of its pipeline; of `default` at first: prospecting, engaging"}
NAME = {"description": "its product when left out: one of both must be given"}
PATH = "/v1/opportunities/<opportunity_id>"


class OpenOpportunity(Shape):
    customer_id = Text(100)
    name = Title(200, metadata=NAME)
    product = Text(200)
    amount = MoneyGiven()
    expected_close = Day()
    pipeline = Text(64, metadata={"description": "`default` when left out"})
    stage = Text(64, metadata=STAGE)
    owner = Colleague()
    at = Time()
    engaged_at = Time()


class MoveOpportunity(Shape):
    to = Text(64, required=True, metadata=STAGE)
    at = Time()


class AssignOpportunity(Shape):
    to = Colleague(required=True)


class WinOpportunity(Shape):
    amount = MoneyGiven()
    at = Time()


class LoseOpportunity(Shape):
    reason = Text(1000, required=True)
    competitor = Text(200, metadata={"description": "who has got it"})
    at = Time()


class ReopenOpportunity(Shape):
    reason = Text(1000, required=True)
    to = Text(64, metadata={"description": "where it stood, when left out; or a stage before"})
    at = Time()


SORTS = tuple(sign + field for field in ("touched_at", "opened_at") for sign in ("", "-"))


class FindOpportunities(Listing):
    pipeline = Text(64)
    stage = Text(64, metadata={"description": "of its pipeline, or won, or lost"})
    owner = Text(200)
    person = Text(200, metadata={"description": "its owner, or somebody who has a share in it"})
    customer_id = Text(100)
    product = Text(200)
    priority = Choice("low", "normal", "high")
    forecast = Choice("commit", "best-case", "pipeline", "omitted")
    key = Choice("true", "false", says="key deals")
    stuck = Choice("true", "false", says="longer on its stage than is expected")
    sort = Choice(*SORTS, says="`-` turns the order round; -touched_at when left out")


class ShowBoard(Reading):
    pipeline = Text(64, metadata={"description": "`default` when left out"})
    owner = Text(200)


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
        """Move a deal to another stage.

        Forward it goes when it has what the stages on its way ask for: else 409
        `conditions-not-met`, with a list `missing`. Back it goes where its pipeline allows it.
        """
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

    @post(f"{PATH}/reopen", roles=EVERY_ROLE, body=ReopenOpportunity, conditional=True)
    def reopen_opportunity(self, asked: Asked, opportunity_id: str) -> Any:
        """A closed deal runs again; one that was won, at a manager's word."""
        return self.pipeline.reopen(
            opportunity_id=opportunity_id, expected=asked.expected, **asked.body
        )

    @get("/v1/opportunities", roles=EVERY_ROLE, query=FindOpportunities, answer=Page(Opportunity))
    def find_opportunities(self, asked: Asked) -> Any:
        """The deals that you may see, last touched first.

        A deal that is touched while you read page by page comes first again, and is on no page
        that follows; who wants to read every deal sorts by `opened_at`, which never changes.
        """
        return self.analytics.opportunities(**asked.filters)

    @get(PATH, roles=EVERY_ROLE, answer=Record(OpportunityRead, versioned=True))
    def read_opportunity(self, asked: Asked, opportunity_id: str) -> Any:
        """One deal; its ETag is what If-Match compares.

        When it is marked as stuck, which the clock does, its version rises; an ETag that was read
        before that is still taken.
        """
        return self.analytics.opportunity(opportunity_id=opportunity_id, **asked.filters)

    @get("/v1/board", roles=EVERY_ROLE, query=ShowBoard, answer=Record(Board))
    def show_board(self, asked: Asked) -> Any:
        """The deals of a pipeline by stage."""
        return self.analytics.board(**asked.filters)

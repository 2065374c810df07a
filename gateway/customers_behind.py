"""How a figure of a report is opened down to the customers that it counts."""

from typing import Any

from marshmallow import fields

from gateway.answers import Page, Shown
from gateway.asked import Asked
from gateway.callers import Callers
from gateway.customer_shapes import STAGES
from gateway.fields import Choice
from gateway.http import get
from gateway.reports import OF_CUSTOMERS, PATH, WITHIN, AskLine
from gateway.routes import EVERY_ROLE
from gateway.team_filter import of_team
from kernel.nameko import remote

CUTS = ("person", "team", "region", "source", "industry", *WITHIN)
DUE = ("overdue", "today", "planned", "never", "forgotten")


class AskCustomersBehind(AskLine):
    by = Choice(*CUTS, says="what the report was cut by")
    part = Choice(*STAGES, *DUE, says="of the line: a rung, or why they are due")


class StayLeft(Shown):
    stage = fields.String(required=True)
    to = fields.String(required=True)
    by = fields.String(required=True)
    since = fields.DateTime(
        required=True, allow_none=True, metadata={"description": "null for the one it began on"}
    )
    until = fields.DateTime(required=True)


class CustomerBehind(Shown):
    id = fields.String(required=True)
    name = fields.String(
        required=True, allow_none=True, metadata={"description": "null: not yours to see any more"}
    )
    person = fields.String(
        required=True, allow_none=True, metadata={"description": "who has it, or had it last"}
    )
    stage = fields.String(required=True, metadata={"enum": list(STAGES)})
    highest = fields.String(
        required=True, metadata={"description": "the highest rung that it has ever stood on"}
    )
    registered_at = fields.DateTime(required=True)
    counted = fields.Integer(
        required=True,
        metadata={"description": "how often in the figure: 2 for who left a rung twice"},
    )
    left = fields.List(
        fields.Nested(StayLeft), required=True,
        metadata={"description": "the rungs that it has left, oldest first: the newest 50"},
    )  # fmt: skip


class CustomersBehindRoutes:
    analytics = remote("analytics")
    callers: Callers

    @get(
        f"{PATH}/customers",
        roles=EVERY_ROLE,
        query=AskCustomersBehind,
        answer=Page(CustomerBehind),
        words={"name": OF_CUSTOMERS},
    )
    def find_customers_behind(self, asked: Asked, name: str) -> Any:
        """The customers that a figure on the ladder counts, the last registered first.

        Asked as the report was, with the line's `by` and `key`; `part` is a rung, or why they
        are due. In the time on rungs a customer that has left one twice is counted twice, and
        stands here once. Those of the funnel are in its total, which has no `by`.
        """
        return self.analytics.customers_behind(report=name, **of_team(self.callers, asked.filters))

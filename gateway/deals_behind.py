"""How a figure of a report is opened down to the deals that it counts."""

from typing import Any

from marshmallow import fields

from gateway.answers import Page, Shown
from gateway.asked import Asked
from gateway.callers import Callers
from gateway.deal_shown import MoneyShown
from gateway.fields import Choice, Text
from gateway.http import get
from gateway.reports import CUTS, OF_DEALS, PATH, AskLine
from gateway.routes import EVERY_ROLE
from gateway.team_filter import of_team
from kernel.nameko import remote

WHICH = ("won", "lost", "still", "rest")


class AskDeals(AskLine):
    by = Choice(*CUTS, says="what the report was cut by")
    part = Text(
        2000,
        metadata={
            "description": "of the line: a stage, for loss-reasons a reason, for paths a way, "
            "for the forecast a commitment"
        },
    )
    then = Text(200, metadata={"description": "of conversion: where they went first from the part"})
    which = Choice(
        *WHICH,
        says="of conversion and paths: that ended so; of conversion: that stand there `still`; of "
        "paths and loss-reasons: the `rest`, beyond the lines that the report tells",
    )


class DealBehind(Shown):
    id = fields.String(required=True)
    name = fields.String(required=True)
    person = fields.String(required=True, allow_none=True)
    customer_id = fields.String(required=True, allow_none=True)
    customer = fields.String(
        required=True, allow_none=True, metadata={"description": "null: not yours to see any more"}
    )
    product = fields.String(required=True, allow_none=True)
    pipeline_id = fields.String(required=True)
    stage = fields.String(required=True)
    stage_since = fields.DateTime(required=True)
    way = fields.String(
        required=True, metadata={"description": "the stages that it went through, in their order"}
    )
    amount = fields.Nested(MoneyShown, required=True, allow_none=True)
    shares = fields.List(
        fields.Dict(), required=True,
        metadata={"description": "who has which part of it; nobody: its owner all"},
    )  # fmt: skip
    probability = fields.Integer(required=True, metadata={"description": "percent"})
    commitment = fields.String(required=True)
    expected_close = fields.Date(required=True, allow_none=True)
    opened_at = fields.DateTime(required=True)
    engaged_at = fields.DateTime(required=True, allow_none=True)
    stuck_at = fields.DateTime(required=True, allow_none=True)
    closed_at = fields.DateTime(required=True, allow_none=True)
    counted = fields.Integer(
        required=True,
        metadata={
            "description": "how often in the figure: 2 for who left a stage twice, 0 for a deal "
            "that somebody has a part in and that counts for its owner"
        },
    )
    worth = fields.Nested(
        MoneyShown, required=True, allow_none=True,
        metadata={"description": "what it adds to the figure's amounts: of a shared deal a part"},
    )  # fmt: skip
    lost_reason = fields.String(required=True, allow_none=True)


class DealsBehindRoutes:
    analytics = remote("analytics")
    callers: Callers

    @get(
        f"{PATH}/deals",
        roles=EVERY_ROLE,
        query=AskDeals,
        answer=Page(DealBehind),
        words={"name": OF_DEALS},
    )
    def find_deals_behind(self, asked: Asked, name: str) -> Any:
        """The deals that a figure counts, the latest first.

        Asked as the report was, with the line's `by` and `key`; `part` is one of its figures. The
        report's own `opens` have been so asked.
        """
        return self.analytics.deals_behind(report=name, **of_team(self.callers, asked.filters))

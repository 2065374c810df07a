"""How a figure of a report is opened down to the deals that it counts."""

from typing import Any

from marshmallow import fields

from gateway.answers import Page, Shown
from gateway.asked import Asked
from gateway.deal_shown import MoneyShown
from gateway.fields import Choice, Text
from gateway.http import get
from gateway.queries import Listing
from gateway.reports import CUTS, OF_DEALS, PATH, WITHIN
from gateway.routes import EVERY_ROLE
from gateway.times import Day
from kernel.nameko import remote


class AskDeals(Listing):
    from_ = Day(data_key="from")
    to = Day()
    within = Choice(*WITHIN, says="instead of `from` and `to`: that period up to today")
    by = Choice(*CUTS, says="what the report was cut by")
    key = Text(
        200, metadata={"description": "of the line; if not given, the deals of the line without"}
    )
    part = Text(
        2000,
        metadata={
            "description": "of the line: a stage, for loss-reasons a reason, for paths a way, "
            "for the forecast a commitment"
        },
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
    lost_reason = fields.String(required=True, allow_none=True)


class DealsBehindRoutes:
    analytics = remote("analytics")

    @get(
        f"{PATH}/deals",
        roles=EVERY_ROLE,
        query=AskDeals,
        answer=Page(DealBehind),
        words={"name": OF_DEALS},
    )
    def find_deals_behind(self, asked: Asked, name: str) -> Any:
        """The deals that a figure counts, the latest first.

        Asked as the report was, with the line's `by` and `key`; `part` is one of its figures.
        """
        return self.analytics.deals_behind(report=name, **asked.filters)

"""Reports over HTTP, as JSON and, with `.csv` at the end, for a spreadsheet."""

from typing import Any

from marshmallow import fields

from gateway.answers import Page, Record, Shown
from gateway.answers import Text as Written
from gateway.asked import Asked
from gateway.callers import Callers
from gateway.fields import Choice, Text
from gateway.http import get
from gateway.names import Person
from gateway.queries import Listing, Reading
from gateway.report_links import linked
from gateway.routes import EVERY_ROLE
from gateway.spreadsheet import MEDIA_TYPE, report_csv
from gateway.team_filter import of_team, team_text
from gateway.times import Day
from kernel.nameko import remote

PATH = "/v1/reports/<name>"

OF_DEALS = (
    "funnel", "win-rate", "won-value", "average-deal", "sales-cycle", "loss-reasons", "conversion",
    "time-in-stage", "remaining-time", "paths", "stuck-deals", "forecast",
)  # fmt: skip
OF_CUSTOMERS = ("rung-conversion", "time-on-rung", "due", "funnel")
NAMES = ("workload", *OF_DEALS, *OF_CUSTOMERS[:3])
CUTS = (
    "person", "team", "region", "product", "source", "industry", "pipeline", "stage", "day",
    "week", "month", "quarter", "year",
)  # fmt: skip
WITHIN = ("day", "week", "month", "quarter", "year")
COMPARED = ("previous", "last-year")
FIGURES = (
    "customers_added", "claims", "follow_ups", "visits", "calls", "calls_answered", "messages",
    "emails", "others", "promises_made", "promises_kept", "promises_broken", "won",
)  # fmt: skip
TABLE = Written(MEDIA_TYPE, report_csv, file=True)


class AskReport(Reading):
    from_ = Day(data_key="from")
    to = Day()
    within = Choice(*WITHIN, says="instead of `from` and `to`: that period up to today")
    by = Choice(*CUTS, says="what to cut it by; not every report can be cut by all of these")
    compare = Choice(
        *COMPARED,
        says="also the figures of the span before, or of the same a year ago, under `compared`",
    )
    person = Person(metadata={"description": "if not given, everybody whose records you see"})
    team = team_text()


class Figures(Shown):
    from_ = fields.Date(required=True, allow_none=True, data_key="from")
    to = fields.Date(required=True, allow_none=True)
    total = fields.Dict(required=True)
    rows = fields.List(fields.Dict(), required=True)


class Report(Figures):
    report = fields.String(required=True)
    compared = fields.Nested(Figures, metadata={"description": "when it was asked for"})


class AskLine(Listing):
    """The figures of a report, or of one of its lines."""

    from_ = Day(data_key="from")
    to = Day()
    within = Choice(*WITHIN, says="instead of `from` and `to`: that period up to today")
    person = Person(metadata={"description": "if not given, everybody whose records you see"})
    team = team_text()
    key = Text(
        200, metadata={"description": "of the line; if not given, what is in the line without"}
    )


class AskDeeds(AskLine):
    figure = Choice(*FIGURES, required=True)
    by = Choice("person", "team", *WITHIN, says="what the report was cut by")


class Deed(Shown):
    id = fields.String(required=True)
    what = fields.String(required=True, metadata={"description": "the event that was counted"})
    at = fields.DateTime(required=True)
    person = fields.String(required=True, allow_none=True)
    customer_id = fields.String(required=True, allow_none=True)
    customer = fields.String(
        required=True, allow_none=True, metadata={"description": "null: not yours to see any more"}
    )


class ReportRoutes:
    analytics = remote("analytics")
    callers: Callers

    @get("/v1/reports/workload/deeds", roles=EVERY_ROLE, query=AskDeeds, answer=Page(Deed))
    def find_deeds(self, asked: Asked) -> Any:
        """What a figure of the workload counts, one by one: as many as the figure says.

        Asked as the report was, with the line's `by` and `key`.
        """
        return self.analytics.deeds(**of_team(self.callers, asked.filters))

    @get(PATH, roles=EVERY_ROLE, query=AskReport, answer=Record(Report), words={"name": NAMES})
    def read_report(self, asked: Asked, name: str) -> Any:
        """A report by its name; both days included.

        By person and team, amounts of `won-value`, `forecast` and `workload` go by the parts of
        those who share a deal, and it counts for its owner: the lines add up to the total. In all
        other reports a deal is its owner's, whole.

        Every figure opens: `opens` beside figures has the path of each, where the deals, the
        customers or the deeds are read that it counts. They add up to it: each deal says how often
        it is `counted`, and its `worth` in that figure. A range opens to the win rates it is from.

        Who is named and was never here, or is not yours to see, is `not-found`.
        """
        told = self.analytics.report(name=name, **of_team(self.callers, asked.filters))
        named = {one: asked.query[one] for one in ("person", "team") if asked.query.get(one)}
        return linked(told, named)

    @get(f"{PATH}.csv", roles=EVERY_ROLE, query=AskReport, answer=TABLE, words={"name": NAMES})
    def download_report(self, asked: Asked, name: str) -> Any:
        """The same report as a table that a spreadsheet opens."""
        return self.analytics.report(name=name, **of_team(self.callers, asked.filters))

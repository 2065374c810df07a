"""Reports over HTTP, as JSON and, with `.csv` at the end, for a spreadsheet."""

from typing import Any

from marshmallow import fields

from gateway.answers import Page, Record, Shown
from gateway.answers import Text as Written
from gateway.asked import Asked
from gateway.callers import Callers
from gateway.fields import Choice
from gateway.http import get
from gateway.names import Person
from gateway.queries import Listing, Reading
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
OF_CUSTOMERS = ("rung-conversion", "time-on-rung", "funnel")
NAMES = ("workload", "due", *OF_DEALS, *OF_CUSTOMERS[:2])
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


class AskDeeds(Listing):
    figure = Choice(*FIGURES, required=True)
    person = Person(metadata={"description": "if not given, everybody whose records you see"})
    team = team_text()
    from_ = Day(data_key="from")
    to = Day()
    within = Choice(*WITHIN, says="instead of `from` and `to`: that period up to today")


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
        """What a figure of the workload counts, one by one: as many as the figure says."""
        return self.analytics.deeds(**of_team(self.callers, asked.filters))

    @get(PATH, roles=EVERY_ROLE, query=AskReport, answer=Record(Report), words={"name": NAMES})
    def read_report(self, asked: Asked, name: str) -> Any:
        """A report by its name; both days included.

        By person and team, amounts of `won-value`, `forecast` and `workload` go by the parts of
        those who share a deal, and it counts for its owner: the lines add up to the total. In all
        other reports a deal is its owner's, whole.

        The deals behind its figures are read from the same address with `/deals` at its end, the
        customers behind those on the ladder with `/customers`.
        """
        return self.analytics.report(name=name, **of_team(self.callers, asked.filters))

    @get(f"{PATH}.csv", roles=EVERY_ROLE, query=AskReport, answer=TABLE, words={"name": NAMES})
    def download_report(self, asked: Asked, name: str) -> Any:
        """The same report as a table that a spreadsheet opens."""
        return self.analytics.report(name=name, **of_team(self.callers, asked.filters))

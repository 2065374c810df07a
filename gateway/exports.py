"""Whole lists over HTTP, for who may take them away; and who has taken what."""

from datetime import date
from typing import Any

from gateway.answers import Page, Record
from gateway.asked import Asked
from gateway.deprecation import Deprecated
from gateway.export_answers import Exported
from gateway.export_shapes import (
    ExportCommitments,
    ExportCustomers,
    ExportFollowUps,
    ExportOpportunities,
    ExportShown,
    FollowUpTable,
)
from gateway.http import get
from gateway.queries import Listing
from gateway.routes import EVERY_ROLE
from gateway.taking_away import SECONDS, TakingAway

ONE_WAY = Deprecated(date(2026, 11, 23), date(2027, 12, 1), "/v1/follow-ups/export")


class ExportRoutes(TakingAway):
    @get(
        "/v1/customers/export", roles=EVERY_ROLE, query=ExportCustomers, answer=Exported(),
        seconds=SECONDS, takes_away=True,
    )  # fmt: skip
    def export_customers(self, asked: Asked) -> Any:
        """Take away all customers that you see and that pass the filters of the list.

        As of one moment (`X-As-Of`), whatever happens meanwhile; masked as in the list; tables
        have your own fields as columns. JSON Lines: on each line a row as the list shows it, and
        a last line `{"end": {"rows": …}}`: without it something is missing. JSON and CSV that
        break off end without the last chunk, which an HTTP/1.1 client takes for an error; what
        `Link` calls `about` says how many rows were sent, and whether that is all. A workbook is
        whole or refused, has 100,000 rows at most, and counts as sent when it is made. Text that a
        spreadsheet would run gets an apostrophe in front. Who took what is recorded, and told by
        GET /v1/exports.

        To take lists away is a right that an administrator gives to a person; a program has it
        when its key is that of a manager or administrator.
        """
        return self._taken_away(asked, "customers")

    @get(
        "/v1/follow-ups/export", roles=EVERY_ROLE, query=ExportFollowUps, answer=Exported(),
        seconds=SECONDS, takes_away=True,
    )  # fmt: skip
    def export_follow_ups(self, asked: Asked) -> Any:
        """Take away the conversation register, as GET /v1/customers/export does customers."""
        return self._taken_away(asked, "follow-ups")

    @get(
        "/v1/follow-ups.csv", roles=EVERY_ROLE, query=FollowUpTable, answer=Exported("csv"),
        seconds=SECONDS, takes_away=True, deprecated=ONE_WAY,
    )  # fmt: skip
    def download_follow_ups(self, asked: Asked) -> Any:
        """The same as /v1/follow-ups/export with format=csv and bom=true."""
        return self._taken_away(asked, "follow-ups", "csv", for_excel=True)

    @get(
        "/v1/opportunities/export", roles=EVERY_ROLE, query=ExportOpportunities,
        answer=Exported(), seconds=SECONDS, takes_away=True,
    )  # fmt: skip
    def export_opportunities(self, asked: Asked) -> Any:
        """Take away deals, as GET /v1/customers/export does customers."""
        return self._taken_away(asked, "opportunities")

    @get(
        "/v1/commitments/export", roles=EVERY_ROLE, query=ExportCommitments, answer=Exported(),
        seconds=SECONDS, takes_away=True,
    )  # fmt: skip
    def export_commitments(self, asked: Asked) -> Any:
        """Take away what was promised, as GET /v1/customers/export does customers."""
        return self._taken_away(asked, "commitments")

    @get("/v1/exports", roles=EVERY_ROLE, query=Listing, answer=Page(ExportShown))
    def find_exports(self, asked: Asked) -> Any:
        """Who has taken what away, the latest first: administrators see all, others their own."""
        return self.analytics.exports(**asked.filters)

    @get("/v1/exports/<export_id>", roles=EVERY_ROLE, answer=Record(ExportShown))
    def read_export(self, asked: Asked, export_id: str) -> Any:
        """One export: how many rows were sent, and whether that was all."""
        return self.analytics.read_export(export_id=export_id, **asked.filters)

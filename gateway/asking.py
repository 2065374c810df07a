"""Questions of one's own over HTTP: a query over declared facts, answered within one's rights."""

from typing import Any

from gateway.answers import Record, Text
from gateway.asked import Asked
from gateway.http import get, post
from gateway.query_shapes import FactsShown, Query, QueryAnswer, QueryExplained
from gateway.query_tables import query_csv
from gateway.routes import EVERY_ROLE
from gateway.shape import Query as NoQuery
from gateway.spreadsheet import MEDIA_TYPE as CSV
from kernel.nameko import remote

PATH = "/v1/queries"


class AskingRoutes:
    analytics = remote("analytics")

    @get(f"{PATH}/facts", roles=EVERY_ROLE, query=NoQuery, answer=Record(FactsShown))
    def find_facts(self, asked: Asked) -> Any:
        """What can be asked about: each fact with its fields, and what may be done with them."""
        return self.analytics.facts()

    @post(PATH, roles=EVERY_ROLE, body=Query, answer=Record(QueryAnswer))
    def ask_query(self, asked: Asked) -> Any:
        """Ask a question of your own: filter, group, measure, sort.

        Sums of money are exact and never added up over currencies: where money is measured, each
        currency has a row of its own. Days, weeks and longer are those of the company's calendar.
        A question that is too wide is refused with `too-wide` and what to do about it.
        """
        return self.analytics.ask(query=asked.body)

    @post(f"{PATH}/explain", roles=EVERY_ROLE, body=Query, answer=Record(QueryExplained))
    def explain_query(self, asked: Asked) -> Any:
        """What is made of a question: in words, and as the query that the database runs for you."""
        return self.analytics.explain(query=asked.body)

    @post(f"{PATH}.csv", roles=EVERY_ROLE, body=Query, answer=Text(CSV, query_csv, file=True))
    def ask_query_csv(self, asked: Asked) -> Any:
        """The same as a table that a spreadsheet opens."""
        return self.analytics.ask(query=asked.body)

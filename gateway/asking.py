"""Questions of one's own over HTTP: a query over declared facts, answered within one's rights."""

from typing import Any

from gateway.answers import Record
from gateway.asked import Asked
from gateway.http import get, post
from gateway.query_answers import FactsShown, QueryAnswer, QueryExplained
from gateway.query_shapes import Query
from gateway.renderings import PNG, SVG, TABLE, WORKBOOK
from gateway.routes import EVERY_ROLE
from gateway.shape import Query as NoQuery
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
        A question that is too wide is refused with `too-wide` and what to do about it. With
        `.csv`, `.xlsx`, `.svg` or `.png` at the end of the path the answer is a table or a chart.
        """
        return self._answered(asked)

    @post(f"{PATH}/explain", roles=EVERY_ROLE, body=Query, answer=Record(QueryExplained))
    def explain_query(self, asked: Asked) -> Any:
        """What is made of a question: in words, and as the query that the database runs for you."""
        return self.analytics.explain(query=language(asked))

    @post(f"{PATH}.csv", roles=EVERY_ROLE, body=Query, answer=TABLE)
    def ask_query_csv(self, asked: Asked) -> Any:
        """The same as a table that a spreadsheet opens."""
        return self._answered(asked)

    @post(f"{PATH}.xlsx", roles=EVERY_ROLE, body=Query, answer=WORKBOOK)
    def ask_query_xlsx(self, asked: Asked) -> Any:
        """The same as a workbook."""
        return self._answered(asked)

    @post(f"{PATH}.svg", roles=EVERY_ROLE, body=Query, answer=SVG)
    def ask_query_svg(self, asked: Asked) -> Any:
        """The same as a chart: the first key along the axis, the second one as series."""
        return self._charted(asked)

    @post(f"{PATH}.png", roles=EVERY_ROLE, body=Query, answer=PNG)
    def ask_query_png(self, asked: Asked) -> Any:
        """The same chart in dots."""
        return self._charted(asked)

    def _answered(self, asked: Asked) -> Any:
        return self.analytics.ask(query=language(asked))

    def _charted(self, asked: Asked) -> Any:
        how = {name: asked.body.get(name) for name in ("chart", "title")}
        return {**self._answered(asked), **how}


def language(asked: Asked) -> dict[str, Any]:
    """What is asked, without how it is to look."""
    return {name: part for name, part in asked.body.items() if name not in ("chart", "title")}

"""Saved queries over HTTP: kept under an id of one's own, shared, and asked again by others."""

import json
from datetime import UTC, datetime
from typing import Any

from gateway import saved_query
from gateway.answers import Page, Record
from gateway.asked import Asked
from gateway.asking import PATH
from gateway.callers import Callers
from gateway.http import delete, get, post, put
from gateway.organising import Organising
from gateway.queries import Listing
from gateway.query_answers import (
    QueryAnswer,
    QueryExplained,
    SavedQueryShown,
    SavedQueryWhole,
)
from gateway.query_shapes import AskSaved, SaveQuery, ShareQuery
from gateway.renderings import PNG, SVG, TABLE, WORKBOOK
from gateway.routes import EVERY_ROLE
from gateway.saved_query import SAVED_QUERY
from kernel.change import change, expecting
from kernel.form import ID, Form
from kernel.nameko import remote

ONE = f"{PATH}/<query_id>"
RESULT = f"{ONE}/result"
TAKEN = ("facts", "explain")


def require_id(chosen: str) -> None:
    """Raises Invalid for one under which it could not be read again."""
    with Form() as form:
        if not ID.fullmatch(chosen):
            form.wrong("query_id", "is 1 to 64 letters from A to Z, digits and dashes")
        if chosen in TAKEN:
            form.wrong("query_id", f"must not be one of {', '.join(TAKEN)}: those are other paths")


class SavedQueryRoutes(Organising):
    analytics = remote("analytics")
    callers: Callers

    @get(PATH, roles=EVERY_ROLE, query=Listing, answer=Page(SavedQueryShown))
    def find_queries(self, asked: Asked) -> Any:
        """Your queries and those that are shared with you, by name."""
        return self.analytics.saved_queries(teams=self._above(asked), **asked.filters)

    @put(ONE, roles=EVERY_ROLE, body=SaveQuery, conditional=True)
    def save_query(self, asked: Asked, query_id: str) -> Any:
        """Save a query under an id that you choose, or change one of yours.

        The id is 1 to 64 letters from A to Z, digits and dashes, and not `facts` or `explain`.
        """
        require_id(query_id)
        query = {k: part for k, part in asked.body.items() if k not in ("name", "chart")}
        self.analytics.explain(query=query)  # refuses what could not be asked
        said = json.dumps(query, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        told = {"name": asked.body["name"], "asked": said, "chart": asked.body.get("chart")}
        return self._changed(asked, query_id, saved_query.save, **told)

    @get(ONE, roles=EVERY_ROLE, answer=Record(SavedQueryWhole, versioned=True))
    def read_query(self, asked: Asked, query_id: str) -> Any:
        """A saved query: what it asks, whose it is and whom it is shared with."""
        return self.analytics.saved_query(**self._one(asked, query_id))

    @delete(ONE, roles=EVERY_ROLE, conditional=True)
    def delete_query(self, asked: Asked, query_id: str) -> Any:
        """Delete a query of yours; nobody can ask it any more."""
        return self._changed(asked, query_id, saved_query.delete)

    @post(f"{ONE}/share", roles=EVERY_ROLE, body=ShareQuery, conditional=True)
    def share_query(self, asked: Asked, query_id: str) -> Any:
        """Say whom a query of yours is shared with; each asks it within their own rights."""
        teams = asked.body.get("teams", [])
        known = self.callers.company(now=False)
        if not known.teams.keys() >= set(teams):  # one of them may have been formed just now
            known = self.callers.company(now=True)
        for team in teams:
            known.team(team)
        return self._changed(
            asked, query_id, saved_query.share, with_people=asked.body.get("people", []),
            with_teams=teams, everybody=asked.body.get("everybody", False),
        )  # fmt: skip

    @get(f"{ONE}/explain", roles=EVERY_ROLE, answer=Record(QueryExplained))
    def explain_saved_query(self, asked: Asked, query_id: str) -> Any:
        """What is made of it for you: in words, and as the query that the database runs."""
        return self.analytics.explain_saved(**self._one(asked, query_id))

    @get(RESULT, roles=EVERY_ROLE, answer=Record(QueryAnswer))
    def ask_saved_query(self, asked: Asked, query_id: str) -> Any:
        """What a saved query answers today, within your rights."""
        return self.analytics.ask_saved(**self._one(asked, query_id))

    @get(f"{RESULT}.csv", roles=EVERY_ROLE, answer=TABLE)
    def download_query_csv(self, asked: Asked, query_id: str) -> Any:
        """The same as a table that a spreadsheet opens."""
        return self.analytics.ask_saved(**self._one(asked, query_id))

    @get(f"{RESULT}.xlsx", roles=EVERY_ROLE, answer=WORKBOOK)
    def download_query_xlsx(self, asked: Asked, query_id: str) -> Any:
        """The same as a workbook."""
        return self.analytics.ask_saved(**self._one(asked, query_id))

    @get(f"{RESULT}.svg", roles=EVERY_ROLE, query=AskSaved, answer=SVG)
    def draw_query_svg(self, asked: Asked, query_id: str) -> Any:
        """The same as a chart."""
        return self._drawn(asked, query_id)

    @get(f"{RESULT}.png", roles=EVERY_ROLE, query=AskSaved, answer=PNG)
    def draw_query_png(self, asked: Asked, query_id: str) -> Any:
        """The same chart in dots."""
        return self._drawn(asked, query_id)

    def _drawn(self, asked: Asked, query_id: str) -> Any:
        found = self.analytics.ask_saved(**self._one(asked, query_id))
        chart = asked.query.get("chart", found["chart"])
        return {**found, "chart": chart, "title": found["name"]}

    def _one(self, asked: Asked, query_id: str) -> dict[str, Any]:
        after = asked.query.get("after")
        return {"query_id": query_id, "teams": self._above(asked), "after": after}

    def _above(self, asked: Asked) -> list[str]:
        return self.callers.teams(asked.context.actor)

    def _changed(self, request: Asked, query_id: str, decide: Any, **how: Any) -> Any:
        who, above = request.context, self._above(request)
        at = datetime.now(UTC)
        made = change(SAVED_QUERY, query_id, decide, who, above, query_id, at=at, **how)
        return self.log.commit(expecting(request.expected, made)).to_json()

"""What was asked before and saved: listed, shown, and asked again by whoever may see it."""

import json
from collections.abc import Sequence
from typing import Any

from kernel.form import Form, identifier
from kernel.nameko import rpc
from services.analytics.asker import asker
from services.analytics.freshness import caught_up
from services.analytics.saved_queries import SAVED_QUERIES, saved_queries, saved_query, seen, shown
from services.analytics.service.asking import After, Answer, Asking
from services.analytics.service.desk import now

MOST_TEAMS = 50


class Recalling(Asking):
    """`teams` are the caller's and those above, as the gateway knows them."""

    @rpc
    def saved_queries(
        self,
        teams: Sequence[str] = (),
        limit: int | None = None,
        cursor: str | None = None,
        after: After = None,
    ) -> Answer:
        among = self._seen_queries(teams)
        rows = caught_up(self.figures, after).collection(SAVED_QUERIES)
        return saved_queries(rows, among, limit, cursor)

    @rpc
    def saved_query(self, query_id: str, teams: Sequence[str] = (), after: After = None) -> Answer:
        row = self._saved(query_id, teams, after)
        return shown(row) | {"query": json.loads(row["asked"])}

    @rpc
    def ask_saved(self, query_id: str, teams: Sequence[str] = (), after: After = None) -> Answer:
        """Within the rights of who asks, whoever saved it."""
        row = self._saved(query_id, teams, after)
        told = {"name": row["name"], "chart": row["chart"]}
        found: Answer = self.ask(json.loads(row["asked"]), heard_by(self.lists, after))
        return told | found

    @rpc
    def explain_saved(
        self, query_id: str, teams: Sequence[str] = (), after: After = None
    ) -> Answer:
        row = self._saved(query_id, teams, after)
        found: Answer = self.explain(json.loads(row["asked"]))
        return {"name": row["name"]} | found

    def _saved(self, query_id: str, teams: Sequence[str], after: After) -> dict[str, Any]:
        among, id = self._seen_queries(teams), identifier("query", query_id)
        return saved_query(caught_up(self.figures, after).collection(SAVED_QUERIES), among, id)

    def _seen_queries(self, teams: Sequence[str]) -> dict[str, Any]:
        asker(self.caller, now())
        with Form() as form:
            above = form.texts("teams", teams, MOST_TEAMS, 100)
        return seen(self.caller.actor, self.caller.role, above)


def heard_by(rows: Any, after: After) -> After:
    """Positions of the sources that these rows are made of: the others have been waited for."""
    return [one for one in after or () if one.partition(":")[0] in rows.group.sources] or None

"""What who makes calls asks for: which key does what, who is let be, which days are worked."""

from collections.abc import Sequence
from typing import Any

from kernel import NotFound
from kernel.form import Form, identifier
from kernel.nameko import rpc
from services.analytics import call_lists, consent, quick_logs, watched, working_years
from services.analytics.asker import asker
from services.analytics.directory import DIRECTORY
from services.analytics.freshness import caught_up
from services.analytics.quick_logs import COMPANY, Holder
from services.analytics.service.desk import Desk, now
from services.analytics.working_years import working_year

Answer = dict[str, Any]
After = Sequence[str] | None
SCOPES = ("person", "team", COMPANY)
YEARS = range(2000, 2100)
MOST_TEAMS = 50


class Calling(Desk):
    customer: Any  # raises NotFound when the asker may not see it

    @rpc
    def quick_logs(
        self,
        teams: Sequence[str] = (),
        scope: str | None = None,
        holder: str | None = None,
        after: After = None,
    ) -> Answer:
        """`teams` are the caller's, the nearest first, as the gateway knows them."""
        who = asker(self.caller, now())
        rows = caught_up(self.lists, after).collection(quick_logs.QUICK_LOGS)
        with Form() as form:
            above = form.texts("teams", teams, MOST_TEAMS, 100)
            wanted = None if scope is None else form.choice("scope", scope, SCOPES)
        if wanted is None:
            own = [("person", who.user), *(("team", id) for id in above), (COMPANY, COMPANY)]
            return quick_logs.bound(rows, own)
        return quick_logs.held(rows, self._holder(wanted, holder, above))

    def _holder(self, scope: str, holder: str | None, teams: Sequence[str]) -> Holder:
        """A person's are seen by who sees what is theirs; a team's by itself and who sees all."""
        if scope == COMPANY:
            return COMPANY, COMPANY
        whose = holder or (self.caller.actor if scope == "person" else next(iter(teams), ""))
        if scope == "person" and not self.caller.sees(whose):
            raise NotFound(what="person", id=whose)
        if scope == "team" and whose not in teams and self.caller.visibility == "own":
            raise NotFound(what="team", id=whose)
        return scope, whose

    @rpc
    def call_lists(
        self, limit: int | None = None, cursor: str | None = None, after: After = None
    ) -> Answer:
        asker(self.caller, now())
        rows = caught_up(self.lists, after).collection(call_lists.CALL_LISTS)
        return call_lists.call_lists(rows, limit, cursor)

    @rpc
    def to_call(
        self,
        list_id: str,
        limit: int | None = None,
        cursor: str | None = None,
        after: After = None,
    ) -> Answer:
        rows, id = caught_up(self.lists, after), identifier("call-list", list_id)
        who = self._among(asker(self.caller, now()), after)
        call_lists.require_there(rows.collection(call_lists.CALL_LISTS), id)
        listings, directory = rows.collection(call_lists.LISTED), rows.collection(DIRECTORY)
        closed = rows.collection(consent.CLOSED)
        return call_lists.to_call(listings, directory, closed, who, id, limit, cursor)

    @rpc
    def watched(
        self, limit: int | None = None, cursor: str | None = None, after: After = None
    ) -> Answer:
        rows, who = caught_up(self.lists, after), self._among(asker(self.caller, now()), after)
        found, directory = rows.collection(watched.WATCHED), rows.collection(DIRECTORY)
        return watched.watched(found, directory, who, limit, cursor)

    @rpc
    def working_year(self, year: str, after: After = None) -> Answer:
        asker(self.caller, now())
        rows = caught_up(self.lists, after).collection(working_years.WORKING_YEARS)
        if not (year.isascii() and year.isdigit() and len(year) == 4 and int(year) in YEARS):
            raise NotFound(what="year", id=year)
        return working_year(rows, int(year))

    @rpc
    def closed_channels(self, customer_id: str, after: After = None) -> Answer:
        self.customer(customer_id, after)
        return consent.closed(self.lists.collection(consent.CLOSED), customer_id)

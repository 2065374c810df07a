"""Every query, restricted to what the caller may see and as new as the caller asks for."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from kernel.form import identifier
from kernel.nameko import caller, rows, rpc
from kernel.settings import time_zone
from services.analytics import customers, directory, imports, opportunities, reports, timeline
from services.analytics.asker import asker
from services.analytics.board import board
from services.analytics.freshness import caught_up
from services.analytics.groups import LISTS, REPORTS
from services.analytics.parameters import texts
from services.analytics.periods import Clock

Answer = dict[str, Any]
After = Sequence[str] | None


class AnalyticsService:
    name = "analytics"

    lists = rows(LISTS)
    figures = rows(REPORTS)
    caller = caller()

    @rpc
    def customers(
        self,
        q: str | None = None,
        owner: str | None = None,
        pool: str | None = None,
        stage: str | None = None,
        contact_status: str | None = None,
        due: str | None = None,
        sort: str | None = None,
        limit: int | None = None,
        cursor: str | None = None,
        after: After = None,
    ) -> Answer:
        who = asker(self.caller)
        filters = texts(
            q=q, owner=owner, pool=pool, stage=stage, contact_status=contact_status, due=due
        )
        rows = caught_up(self.lists, after).collection(directory.DIRECTORY)
        return customers.customers(rows, who, clock(), filters, sort, limit, cursor)

    @rpc
    def customer(self, customer_id: str, after: After = None) -> Answer:
        who = asker(self.caller)
        rows = caught_up(self.lists, after).collection(directory.DIRECTORY)
        return directory.customer(rows, who, identifier("customer", customer_id))

    @rpc
    def timeline(
        self,
        customer_id: str,
        limit: int | None = None,
        cursor: str | None = None,
        after: After = None,
    ) -> Answer:
        self.customer(customer_id, after)  # NotFound when the asker may not see it
        rows = self.lists.collection(timeline.TIMELINE)
        return timeline.timeline(rows, customer_id, limit, cursor)

    @rpc
    def opportunities(
        self,
        stage: str | None = None,
        owner: str | None = None,
        customer_id: str | None = None,
        limit: int | None = None,
        cursor: str | None = None,
        after: After = None,
    ) -> Answer:
        who = asker(self.caller)
        filters = texts(stage=stage, owner=owner, customer_id=customer_id)
        rows = caught_up(self.lists, after).collection(opportunities.OPPORTUNITIES)
        return opportunities.opportunities(rows, who, filters, limit, cursor)

    @rpc
    def opportunity(self, opportunity_id: str, after: After = None) -> Answer:
        who = asker(self.caller)
        rows = caught_up(self.lists, after).collection(opportunities.OPPORTUNITIES)
        return opportunities.opportunity(rows, who, identifier("opportunity", opportunity_id))

    @rpc
    def board(self, owner: str | None = None, after: After = None) -> Answer:
        who, filters = asker(self.caller), texts(owner=owner)
        rows = caught_up(self.lists, after).collection(opportunities.OPPORTUNITIES)
        return board(rows, who, filters)

    @rpc
    def imports(
        self, limit: int | None = None, cursor: str | None = None, after: After = None
    ) -> Answer:
        who = asker(self.caller)
        rows = caught_up(self.lists, after).collection(imports.IMPORTS)
        return imports.imports(rows, who, limit, cursor)

    @rpc
    def read_import(self, import_id: str, after: After = None) -> Answer:
        who = asker(self.caller)
        rows = caught_up(self.lists, after).collection(imports.IMPORTS)
        return imports.read_import(rows, who, identifier("import", import_id))

    @rpc
    def report(
        self,
        name: str,
        from_: str | None = None,
        to: str | None = None,
        by: str | None = None,
        after: After = None,
    ) -> Answer:
        who, asked = asker(self.caller), texts(from_=from_, to=to, by=by)
        group = self.lists if reports.named(name).group is LISTS else self.figures
        return reports.answer(name, caught_up(group, after), who, clock(), **asked)


def clock() -> Clock:
    return Clock(datetime.now(UTC), time_zone())

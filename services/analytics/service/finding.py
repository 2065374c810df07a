"""What is asked about customers: which there are, one of them, and what has happened with it."""

from collections.abc import Sequence
from typing import Any

from kernel.form import identifier
from kernel.nameko import rpc
from services.analytics import customers, definitions, directory, timeline
from services.analytics.asker import asker
from services.analytics.copies import kept
from services.analytics.definitions import Definition
from services.analytics.freshness import caught_up
from services.analytics.parameters import several, texts
from services.analytics.service.desk import Desk, clock, now

Answer = dict[str, Any]
After = Sequence[str] | None


class Finding(Desk):
    @rpc
    def customers(
        self,
        q: str | None = None,
        owner: str | None = None,
        second_owner: str | None = None,
        registered_by: str | None = None,
        pool: str | None = None,
        stage: str | None = None,
        contact_status: str | None = None,
        due: str | None = None,
        level: str | None = None,
        industry: str | None = None,
        source: str | None = None,
        business_status: str | None = None,
        locality: str | None = None,
        city: str | None = None,
        district: str | None = None,
        field: Sequence[str] | None = None,
        complete: str | None = None,
        archived: str | None = None,
        owners: Sequence[str] | None = None,
        sort: str | None = None,
        limit: int | None = None,
        cursor: str | None = None,
        after: After = None,
    ) -> Answer:
        who = asker(self.caller, now())
        filters: Answer = texts(
            q=q, owner=owner, second_owner=second_owner, registered_by=registered_by, pool=pool,
            stage=stage, contact_status=contact_status, due=due, level=level, industry=industry,
            source=source, business_status=business_status, locality=locality, city=city,
            district=district, complete=complete, archived=archived,
        )  # fmt: skip
        filters |= several("field", field)
        rows = caught_up(self.lists, after).collection(directory.DIRECTORY)
        who = self._among(who, after)
        return customers.customers(
            rows, who, clock(), filters, sort, limit, cursor, self._defined(after), owners
        )

    @rpc
    def customer(self, customer_id: str, after: After = None) -> Answer:
        who = asker(self.caller, now())
        rows = caught_up(self.lists, after).collection(directory.DIRECTORY)
        id = identifier("customer", customer_id)
        return directory.customer(rows, self._among(who, after), id, self._defined(after))

    @rpc
    def definitions(self, after: After = None) -> Answer:
        asker(self.caller, now())
        caught_up(self.lists, after)
        return definitions.listed(self._defined(after))

    def _defined(self, after: After) -> list[Definition]:
        return kept(self.lists, definitions.DEFINITIONS, definitions.definitions, anew=bool(after))

    @rpc
    def timeline(
        self,
        customer_id: str,
        limit: int | None = None,
        cursor: str | None = None,
        after: After = None,
    ) -> Answer:
        seen = self.customer(customer_id, after)  # NotFound when the asker may not see it
        rows = self.lists.collection(timeline.TIMELINE)
        hidden, masked = seen.get("hidden", ()), seen["masked_fields"]
        return timeline.timeline(rows, customer_id, limit, cursor, hidden, masked)

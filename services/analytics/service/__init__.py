"""Every query, restricted to what the caller may see and as new as the caller asks for."""

from collections.abc import Sequence
from typing import Any

from kernel.form import identifier
from kernel.nameko import rpc
from kernel.refusal import Forbidden
from services.analytics import handovers, imports, pools, reports, timeline
from services.analytics.asker import asker
from services.analytics.freshness import caught_up
from services.analytics.groups import LISTS
from services.analytics.parameters import texts
from services.analytics.service.calendars import Calendars
from services.analytics.service.calling import Calling
from services.analytics.service.changing import Changing
from services.analytics.service.climbing import Climbing
from services.analytics.service.conversing import Conversing
from services.analytics.service.counting import Counting
from services.analytics.service.dealing import Dealing
from services.analytics.service.desk import clock, now
from services.analytics.service.exporting import Exporting
from services.analytics.service.finding import Finding
from services.analytics.service.notifying import Notifying
from services.analytics.service.opening import Opening
from services.analytics.service.planning import Planning
from services.analytics.service.recalling import Recalling
from services.analytics.service.standing import Standing
from services.analytics.service.tasks import Tasks

Answer = dict[str, Any]
After = Sequence[str] | None
MOST_HISTORIES = 200


class AnalyticsService(
    Finding,
    Climbing,
    Dealing,
    Counting,
    Opening,
    Planning,
    Conversing,
    Calling,
    Notifying,
    Changing,
    Calendars,
    Tasks,
    Standing,
    Recalling,
    Exporting,
):
    name = "analytics"

    @rpc
    def histories(self, customer_ids: Sequence[str], pool_id: str) -> Answer:
        """For who leads or is an admin of the pool: what its rules are simulated over."""
        who = asker(self.caller, now())
        if not (who.leads or pools.is_admin(self.lists.collection(pools.POOLS), pool_id, who.user)):
            raise Forbidden("role-not-allowed", "only its admins and managers read its histories")
        ids = [identifier("customer", id) for id in customer_ids[:MOST_HISTORIES]]
        return timeline.histories(self.lists.collection(timeline.TIMELINE), ids)

    @rpc
    def pools(
        self, limit: int | None = None, cursor: str | None = None, after: After = None
    ) -> Answer:
        who = asker(self.caller, now())
        rows = caught_up(self.lists, after).collection(pools.POOLS)
        return pools.pools(rows, None if who.sees_all else who.user, limit, cursor)

    @rpc
    def pool(self, pool_id: str, after: After = None) -> Answer:
        who = asker(self.caller, now())
        rows = caught_up(self.lists, after).collection(pools.POOLS)
        return pools.pool(rows, None if who.sees_all else who.user, identifier("pool", pool_id))

    @rpc
    def imports(
        self, limit: int | None = None, cursor: str | None = None, after: After = None
    ) -> Answer:
        who = asker(self.caller, now())
        rows = caught_up(self.lists, after).collection(imports.IMPORTS)
        return imports.imports(rows, who, limit, cursor)

    @rpc
    def read_import(self, import_id: str, after: After = None) -> Answer:
        who = asker(self.caller, now())
        rows = caught_up(self.lists, after).collection(imports.IMPORTS)
        return imports.read_import(rows, who, identifier("import", import_id))

    @rpc
    def handovers(
        self,
        person: str | None = None,
        state: str | None = None,
        limit: int | None = None,
        cursor: str | None = None,
        after: After = None,
    ) -> Answer:
        who, filters = asker(self.caller, now()), texts(person=person, state=state)
        rows = caught_up(self.lists, after).collection(handovers.HANDOVERS)
        return handovers.handovers(rows, who, filters, limit, cursor)

    @rpc
    def handover(self, handover_id: str, after: After = None) -> Answer:
        who = asker(self.caller, now())
        rows = caught_up(self.lists, after).collection(handovers.HANDOVERS)
        return handovers.handover(rows, who, identifier("handover", handover_id))

    @rpc
    def report(
        self,
        name: str,
        from_: str | None = None,
        to: str | None = None,
        by: str | None = None,
        within: str | None = None,
        compare: str | None = None,
        person: str | None = None,
        people: Sequence[str] | None = None,
        after: After = None,
    ) -> Answer:
        """Of one person, or of `people`, those of a team; else of all whose records they see."""
        asked = texts(from_=from_, to=to, by=by, within=within, compare=compare, person=person)
        listed = reports.named(name).group is LISTS
        rows = caught_up(self.lists if listed else self.figures, after)
        who, _ = self._asked(None, asked.pop("person", None), people)
        return reports.answer(name, rows, who, clock(), staff=self.figures, **asked)

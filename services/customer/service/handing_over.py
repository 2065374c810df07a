"""Handovers as they are asked for: previewed, begun, followed and undone."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from uuid6 import uuid7

from kernel.change import change, create
from kernel.form import Form, identifier
from kernel.nameko import at_start, background, rpc
from kernel.refusal import Forbidden, Invalid, NotFound
from services.customer import handover, leaving, staff
from services.customer.events import CustomerKept, HandedOver
from services.customer.handover import HANDOVER, Handover
from services.customer.handover_plan import MOST_RECEIVERS, STRATEGIES, Plan, require_plan
from services.customer.leaving import LEAVING
from services.customer.pool import PUBLIC, require_into
from services.customer.returns import HELD
from services.customer.service.desk import Desk, Json, now
from services.customer.service.handover_running import HandingOver
from services.customer.service.handover_working import handover_jobs, handover_worker
from services.rights import require_lead

LONGEST_POOL = 100
LONGEST_REASON = 1_000
LONGEST_PERSON = 200
MOST_PREVIEWED = 10_000
PAGE = 500  # customers that a preview looks at in one go
SHOWN = 1_000  # customers that a preview names
TOLD = 200  # of those that are kept


class HandingOvers(Desk):
    jobs = at_start(handover_jobs)
    handover_wake = background("handovers", handover_worker)

    @rpc
    def hand_over(
        self,
        leaver: str,
        to: Any = (),
        strategy: str | None = None,
        pool: str | None = None,
        reason: str | None = None,
    ) -> Json:
        """In the background, one of a person at a time; the receipt's id is the handover's."""
        plan = self._planned(leaver, to, strategy, pool, reason)
        id, at = str(uuid7()), now()
        self.jobs.add(id, [], at)
        asked = create(HANDOVER, id, handover.begin, self.caller, id, plan, at)
        alone = change(LEAVING, plan.leaver, leaving.begin, plan.leaver, id, at)
        receipt = self.log.commit(asked, alone)
        if receipt.id != id:  # asked for before under the same key: that one is under way
            self.jobs.close(id)
        self.handover_wake.set()
        return receipt.to_json()

    @rpc
    def preview_handover(
        self,
        leaver: str,
        to: Any = (),
        strategy: str | None = None,
        pool: str | None = None,
        reason: str | None = None,
    ) -> Json:
        """Who would get how many, and which; nothing is written."""
        plan = self._planned(leaver, to, strategy, pool, reason)
        self.heard.wait("customer", self.log.log.head())
        ids = staff.parts_of(self.heard.collection(HELD), plan.leaver, now())
        if len(ids) > MOST_PREVIEWED:
            message = f"{plan.leaver} has {len(ids)}; at most {MOST_PREVIEWED} can be previewed"
            raise Invalid(errors=[{"field": "preview", "message": message}])
        return previewed(*self._dealt(plan, ids))

    def _dealt(self, plan: Plan, ids: list[str]) -> tuple[list[HandedOver], list[CustomerKept]]:
        running = HandingOver(self.log.states, self.settings, now, self._gone)
        handed: list[HandedOver] = []
        kept: list[CustomerKept] = []
        given: Mapping[handover.Share, int] = {}
        portfolios: dict[str, Any] = {}
        for place in range(0, len(ids), PAGE):
            found = running.look(ids[place : place + PAGE], plan.to)
            found.hands.portfolios.update(portfolios)
            dealing = running.deal(plan, found, given, self.caller.actor)
            given, portfolios = dealing.given, found.hands.portfolios
            handed += dealing.handed
            kept += dealing.kept
        return handed, kept

    @rpc
    def undo_handover(self, handover_id: str) -> Json:
        require_lead(self.caller, "undo handovers")
        made = self._begun(handover_id)
        at, active = now(), not self._gone([made.plan.leaver])
        self.jobs.reopen(made.id, at)
        asked = change(HANDOVER, made.id, handover.undo, self.caller, active, at)
        leaver = made.plan.leaver
        alone = change(LEAVING, leaver, leaving.begin, leaver, made.id, at)
        receipt = self.log.commit(asked, alone)
        self.handover_wake.set()
        return receipt.to_json()

    def _begun(self, handover_id: str) -> Handover:
        id = identifier("handover", handover_id)
        made = self.log.states.newest(HANDOVER, id)
        if not made.id or not self.caller.sees(made.plan.leaver, made.by):
            raise NotFound(what="handover", id=id)
        return made

    def _planned(
        self, leaver: str, to: Any, strategy: str | None, pool: str | None, reason: str | None
    ) -> Plan:
        require_lead(self.caller, "hand customers over")
        with Form() as form:
            named = [to] if isinstance(to, str) else to
            people = form.texts("to", named, MOST_RECEIVERS, LONGEST_PERSON)
            way = form.choice("strategy", strategy or usual(people), STRATEGIES)
            into = form.maybe_text("pool", pool, LONGEST_POOL)
            plan = Plan(
                form.person("from", leaver),
                tuple(form.person("to", person) for person in people),
                way,
                into or (PUBLIC if way == "pool" else None),
                form.maybe_text("reason", reason, LONGEST_REASON) or "handover",
            )
        require_plan(self.caller, plan)
        if not self.caller.sees(plan.leaver):
            raise Forbidden("not-yours", f"you do not see the customers of {plan.leaver}")
        if plan.pool:
            require_into(self._into(plan.pool))
        self._require_active(*plan.to)
        return plan


def usual(people: list[str]) -> str:
    if not people:
        return "pool"
    return "one" if len(people) == 1 else "evenly"


def previewed(handed: list[HandedOver], kept: list[CustomerKept]) -> Json:
    given = Counter((one.part, one.to or "") for one in handed)
    items = [{"customer_id": one.customer_id, "part": one.part, "to": one.to} for one in handed]
    return {
        "customers": len({one.customer_id for one in handed}),
        "given": shares(given),
        "kept": told_kept(kept),
        "reasons": dict(Counter(one.reason for one in kept)),
        "items": items[:SHOWN],
    }


def shares(given: Mapping[tuple[str, str], int]) -> list[Json]:
    return [{"part": part, "to": to or None, "count": count} for (part, to), count in given.items()]


def told_kept(kept: Iterable[CustomerKept]) -> list[Json]:
    return [
        {"customer_id": one.customer_id, "part": one.part, "reason": one.reason, "owner": one.owner}
        for one in list(kept)[:TOLD]
    ]

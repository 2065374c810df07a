"""How visits are planned, and how a week's plan is submitted."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from kernel.change import Change, change, expecting
from kernel.form import Form, identifier
from kernel.nameko import rpc
from services.activity import itinerary, rights, visiting
from services.activity.itinerary import Plan, Whose
from services.activity.service.desk import Desk, Json, now
from services.activity.week_plan import ITINERARY, of
from services.weeks import local_day, monday, week_of

LONGEST_GOAL = 500
LONGEST_APPROACH = 2_000
LONGEST_REASON = 1_000


class Planning(Desk):
    @rpc
    def plan_visit(
        self,
        week: str,
        customer_id: str,
        day: str,
        goal: str,
        approach: str | None = None,
        person: str | None = None,
    ) -> Json:
        with Form() as form:
            whose = self._whose(form, week, person)
            plan = Plan(
                needed(form, day),
                form.text("goal", goal, LONGEST_GOAL),
                form.maybe_text("approach", approach, LONGEST_APPROACH, lines=True) or "",
            )
        customer, visit_id = identifier("customer", customer_id), self._made()
        standing = self._standing(customer, whose.at)
        made = self._of(
            whose, itinerary.plan, self.caller, whose, standing, customer, visit_id, plan
        )
        return replace(self.log.commit(made), id=visit_id).to_json()

    @rpc
    def replan_visit(
        self,
        week: str,
        visit_id: str,
        day: str | None = None,
        goal: str | None = None,
        approach: str | None = None,
        person: str | None = None,
        expected: int | None = None,
    ) -> Json:
        with Form() as form:
            expected = form.maybe_version("expected", expected)
            whose = self._whose(form, week, person)
            moved = form.maybe_day("day", day)
            goal = form.maybe_text("goal", goal, LONGEST_GOAL)
            approach = form.maybe_text("approach", approach, LONGEST_APPROACH, lines=True)
        id = identifier("visit", visit_id)
        rights.require_plans_for(self.caller, whose.person)  # to others no version is told
        made = self._of(whose, itinerary.replan, self.caller, whose, id, moved, goal, approach)
        return self.log.commit(expecting(expected, made)).to_json()

    @rpc
    def drop_visit(self, week: str, visit_id: str, reason: str, person: str | None = None) -> Json:
        with Form() as form:
            whose = self._whose(form, week, person)
            reason = form.text("reason", reason, LONGEST_REASON)
        id = identifier("visit", visit_id)
        made = self._of(whose, itinerary.drop, self.caller, whose, id, reason)
        return self.log.commit(made).to_json()

    @rpc
    def order_visits(
        self, week: str, day: str, visits: Sequence[str], person: str | None = None
    ) -> Json:
        with Form() as form:
            whose = self._whose(form, week, person)
            date_ = needed(form, day)
            ids = form.texts("visits", visits, itinerary.MOST, 64)
        made = self._of(whose, itinerary.order, self.caller, whose, date_, ids)
        return self.log.commit(made).to_json()

    @rpc
    def submit_itinerary(self, week: str, person: str | None = None) -> Json:
        with Form() as form:
            whose = self._whose(form, week, person)
        return self.log.commit(self._of(whose, itinerary.submit, self.caller, whose)).to_json()

    def _whose(self, form: Form, week: Any, person: Any) -> Whose:
        form.read("week", week, monday, None)
        at = now()
        named = form.maybe_person("person", person) or self.caller.actor
        return Whose(named, week, at, local_day(at, self.zone))

    def _of(self, whose: Whose, decide: Any, *told: Any) -> Change[Any, Any]:
        return change(ITINERARY, of(whose.person, whose.week), decide, *told)

    def _closing(
        self, author: str, customer_id: str, follow_up_id: str, at: datetime
    ) -> Change[Any, Any]:
        """What a visit does to the itinerary of whoever made it: for the follow-up's own commit."""
        whose = self._week_of(author, at)
        return self._of(whose, visiting.visited, whose, customer_id, follow_up_id)

    def _week_of(self, author: str, visited_at: datetime) -> Whose:
        day = local_day(visited_at, self.zone)
        return Whose(author, week_of(day), visited_at, day)


def needed(form: Form, day: Any) -> date:
    return form.maybe_day("day", "" if day is None else day) or date.max

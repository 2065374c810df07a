"""What the analytics service answers about tasks."""

from collections.abc import Sequence
from typing import Any

from kernel.form import identifier
from kernel.nameko import rpc
from services.analytics import tasks
from services.analytics.asker import asker
from services.analytics.calendar import named
from services.analytics.freshness import caught_up
from services.analytics.parameters import texts
from services.analytics.service.desk import Desk, clock, now


class Tasks(Desk):
    @rpc
    def tasks(
        self,
        people: Sequence[str] | None = None,
        given_by: str | None = None,
        state: str | None = None,
        limit: int | None = None,
        cursor: str | None = None,
        after: Sequence[str] | None = None,
    ) -> dict[str, Any]:
        """One's own, unless it is said whose."""
        who, asked = asker(self.caller, now()), texts(given_by=given_by, state=state)
        owners = named("person", people)
        giver = asked.get("given_by")
        mine = owners if owners or giver else (who.user,)
        rows = caught_up(self.lists, after).collection(tasks.TASKS)
        return tasks.tasks(rows, who, clock(), mine, giver, asked.get("state"), limit, cursor)

    @rpc
    def task(self, task_id: str, after: Sequence[str] | None = None) -> dict[str, Any]:
        who = asker(self.caller, now())
        rows = caught_up(self.lists, after).collection(tasks.TASKS)
        return tasks.task(rows, who, identifier("task", task_id))

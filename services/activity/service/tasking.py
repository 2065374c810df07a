"""How tasks are given, passed on and done."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from kernel.change import change, create, expecting
from kernel.form import Form, identifier
from kernel.nameko import rpc
from services.activity import task
from services.activity.events import TaskEvent
from services.activity.service.desk import Desk, Json, now
from services.activity.task import TASK, Task, Wanted
from services.rights import require_work_on

LONGEST_TITLE = 200
LONGEST_NOTE = 10_000
LONGEST_REASON = 1000


class Tasking(Desk):
    @rpc
    def give_task(self, owner: str | None = None, **given: Any) -> Json:
        at, id = now(), self._made()
        with Form() as form:
            named = form.maybe_person("owner", owner) or self.caller.actor
        wanted = wanted_of(given)
        judge = self._judge(wanted.customer_id, at)

        def decide(made: Task) -> Sequence[TaskEvent]:
            judge()
            return task.give(made, self.caller, id, wanted, named, at)

        self._require_active(named)
        return self.log.commit(create(TASK, id, decide)).to_json()

    @rpc
    def edit_task(
        self, task_id: str, changes: Mapping[str, Any], expected: int | None = None
    ) -> Json:
        at, id = now(), identifier("task", task_id)
        with Form() as form:
            version = form.maybe_version("expected", expected)
        judge = self._judge(changes.get("customer_id"), at)

        def decide(made: Task) -> Sequence[TaskEvent]:
            task.require_part(made, self.caller)
            judge()
            known = vars(made.wanted) | {"due_at": told(made.wanted.due_at)}
            return task.edit(made, self.caller, wanted_of(known | dict(changes)), at)

        return self.log.commit(expecting(version, change(TASK, id, decide))).to_json()

    @rpc
    def pass_task_on(self, task_id: str, to: str) -> Json:
        """To somebody who is still here."""
        with Form() as form:
            owner = form.person("to", to)
        self._require_active(owner)
        return self._change(task_id, task.pass_on, owner, now())

    @rpc
    def finish_task(self, task_id: str) -> Json:
        return self._change(task_id, task.finish, now())

    @rpc
    def reopen_task(self, task_id: str) -> Json:
        return self._change(task_id, task.reopen, now())

    @rpc
    def drop_task(self, task_id: str, reason: str | None = None) -> Json:
        with Form() as form:
            why = form.maybe_text("reason", reason, LONGEST_REASON) or ""
        return self._change(task_id, task.drop, why, now())

    def _change(self, task_id: str, decide: Callable[..., Any], *how: Any) -> Json:
        id = identifier("task", task_id)
        return self.log.commit(change(TASK, id, decide, self.caller, *how)).to_json()

    def _judge(self, customer_id: Any, at: datetime) -> Callable[[], None]:
        """What it is about must be a customer that the asker works on."""
        if customer_id is None:
            return lambda: None
        id = identifier("customer", customer_id)
        standing = self._standing(id, at)
        return lambda: require_work_on(self.caller, standing, id, at)


def wanted_of(given: Mapping[str, Any]) -> Wanted:
    with Form() as form:
        found = Wanted(
            customer_id=form.maybe_text("customer_id", given.get("customer_id"), 64),
            title=form.title("title", given.get("title"), LONGEST_TITLE),
            note=form.maybe_text("note", given.get("note"), LONGEST_NOTE, lines=True) or "",
            due_at=form.maybe_time("due_at", given.get("due_at")),
        )
    return found


def told(at: datetime | None) -> str | None:
    return at.isoformat() if at else None

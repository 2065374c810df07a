"""How tasks and appointments come back when a handover is undone: the other half of the agenda.

What was done, passed on or called off meanwhile stays as it is, and is reported with the reason;
and so is what concerns a customer that somebody else has got since.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any

from kernel.change import change
from kernel.commits import Commits
from kernel.context import Context
from kernel.due_rows import Due
from kernel.rows import Rows
from kernel.states import States
from kernel.ticker import command_id
from services.activity import giving_back, people, succession
from services.activity.appointment import APPOINTMENT
from services.activity.diary import Clash
from services.activity.duties import APPOINTMENTS, TASKS
from services.activity.events import DutyKept
from services.activity.fullness import Full
from services.activity.owners import find
from services.activity.service.duty_pages import pages
from services.activity.service.keeping_diaries import Diaries
from services.activity.service.passing_visits import pass_visits
from services.activity.succession import SUCCESSION
from services.activity.task import TASK

Row = Mapping[str, Any]
NAME = "succession.undo"


@dataclass
class Count:
    """Of this run: one that was broken off has counted in vain."""

    tasks: int = 0
    appointments: int = 0
    clashes: int = 0
    kept: list[DutyKept] = field(default_factory=list)


class GivingBack:
    def __init__(self, rows: Rows, staff: Rows, states: States) -> None:
        self.rows, self.staff, self.states = rows, staff, states

    def fire(self, due: Due, row: Row, now: datetime) -> None:
        self.rows.wait("customer", row["undone"])  # whose the customers are again
        count, leaver = Count(), row["leaver"]
        gone = "person-deactivated" if people.gone(self.staff, [leaver]) else None
        for one in pages(self.rows, TASKS, {"handovers": due.id}):
            self._task(due, one, leaver, gone, now, count)
        for one in pages(self.rows, APPOINTMENTS, {"handovers": due.id}):
            self._appointment(due, one, leaver, gone, now, count)
        for heir in () if gone else row["to"]:
            back = partial(self._visited_by, leaver, heir)
            pass_visits(self.states, partial(self._log, due), heir, f"{due.id}/back", back, now)
        told = (count.tasks, count.appointments, count.clashes, count.kept, now)
        made = change(SUCCESSION, due.id, succession.give_back, due.id, leaver, *told)
        self._log(due, "done").commit(made, answered=False)

    def _task(
        self, due: Due, row: Row, leaver: str, gone: str | None, now: datetime, count: Count
    ) -> None:
        task = self.states.newest(TASK, row["_id"])
        if task.owner == leaver and task.handed != due.id:
            return  # somebody has passed it back by hand
        why = giving_back.task_kept(task, due.id) or gone
        why = why or self._elsewhere(row["customer_id"], leaver, task.owner)
        if why:
            count.kept.append(DutyKept("task", row["_id"], why, task.owner))
            return
        made = change(TASK, row["_id"], giving_back.give_task_back, due.id, leaver, now)
        self._log(due, row["_id"]).commit(made, answered=False)
        count.tasks += 1

    def _appointment(
        self, due: Due, row: Row, leaver: str, gone: str | None, now: datetime, count: Count
    ) -> None:
        made = self.states.newest(APPOINTMENT, row["_id"])
        why = giving_back.appointment_kept(made, due.id, now) or gone
        why = why or self._elsewhere(row["customer_id"], leaver, made.handed[due.id].to)
        if why:
            count.kept.append(DutyKept("appointment", row["_id"], why, made.organiser))
            return
        count.clashes += self._comes_again(due, row["_id"], now)
        count.appointments += 1

    def _comes_again(self, due: Due, id: str, now: datetime) -> bool:
        """They take that time again; who has filled it otherwise comes without it: true then."""
        diaries = Diaries(self._log(due, id), now)
        for clash in (False, True):
            back = partial(
                giving_back.give_appointment_back, handover_id=due.id, clash=clash, at=now
            )
            try:
                diaries.commit(id, back, answered=False)
            except (Clash, Full):
                continue
            return clash
        return True

    def _visited_by(self, leaver: str, heir: str, customer_id: str) -> str:
        """Who is to make the visits that the heir has planned: the leaver, where they are back."""
        return leaver if find(self.rows, customer_id).owner == leaver else heir

    def _elsewhere(self, customer_id: str | None, leaver: str, holder: str | None) -> str | None:
        owner = find(self.rows, customer_id).owner if customer_id else None
        return None if owner in (None, leaver, holder) else "customer-kept"

    def _log(self, due: Due, step: str) -> Commits:
        id = command_id(NAME, due, step)
        return Commits(self.states, Context(command_id=id, correlation_id=id))

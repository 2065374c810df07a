"""A task: something that somebody has to do, for themselves or for who gave it to them."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import assert_never

from kernel import Aggregate, NotFound, Rejected
from kernel.context import Context
from services.activity import calendar_rights as rights
from services.activity.events import (
    TaskDone,
    TaskDropped,
    TaskEdited,
    TaskEvent,
    TaskGiven,
    TaskPassedOn,
    TaskReopened,
)
from services.rights import LEADS


@dataclass(frozen=True)
class Wanted:
    """What is to be done."""

    customer_id: str | None = None
    title: str = ""
    note: str = ""
    due_at: datetime | None = None


@dataclass(frozen=True)
class Task:
    id: str = ""
    wanted: Wanted = Wanted()
    owner: str = ""
    by: str = ""  # who gave it
    state: str = "open"  # open, done, dropped
    handed: str | None = None  # by which handover its owner has got it


STATES: dict[type, str] = {TaskDone: "done", TaskReopened: "open", TaskDropped: "dropped"}


def give(
    task: Task, asker: Context, task_id: str, wanted: Wanted, owner: str, at: datetime
) -> list[TaskEvent]:
    rights.require_staff(asker)
    return [TaskGiven(task_id, **vars(wanted), owner=owner, by=asker.actor, at=at)]


def edit(task: Task, asker: Context, wanted: Wanted, at: datetime) -> list[TaskEvent]:
    require_part(task, asker)
    if task.wanted == wanted:
        return []
    require_open(task)
    return [TaskEdited(task.id, **vars(wanted), by=asker.actor, at=at)]


def pass_on(task: Task, asker: Context, owner: str, at: datetime) -> list[TaskEvent]:
    require_part(task, asker)
    if task.owner == owner:
        return []
    require_open(task)
    return [passed(task, owner, None, asker.actor, at)]


def hand_over(
    task: Task, handover_id: str, person: str, to: str, by: str, at: datetime
) -> list[TaskEvent]:
    """Unless it is done by now, or somebody else's."""
    if task.owner != person or task.state != "open":
        return []
    return [passed(task, to, handover_id, by, at)]


def passed(task: Task, owner: str, handover_id: str | None, by: str, at: datetime) -> TaskPassedOn:
    about = (task.id, task.wanted.customer_id, owner, task.owner)
    return TaskPassedOn(*about, handover_id=handover_id, by=by, at=at)


def finish(task: Task, asker: Context, at: datetime) -> list[TaskEvent]:
    require_part(task, asker)
    if task.state == "done":
        return []
    require_open(task)
    return [TaskDone(task.id, task.wanted.customer_id, asker.actor, at)]


def reopen(task: Task, asker: Context, at: datetime) -> list[TaskEvent]:
    require_part(task, asker)
    if task.state == "open":
        return []
    return [TaskReopened(task.id, task.wanted.customer_id, asker.actor, at)]


def drop(task: Task, asker: Context, reason: str, at: datetime) -> list[TaskEvent]:
    require_part(task, asker)
    if task.state == "dropped":
        return []
    require_open(task)
    return [TaskDropped(task.id, task.wanted.customer_id, reason, asker.actor, at)]


def require_part(task: Task, asker: Context) -> None:
    """Who has to do it, who gave it, and a manager who sees what is theirs; to others it is not."""
    rights.require_staff(asker)
    leads = asker.role in LEADS and asker.sees(task.owner, task.by)
    if asker.actor not in (task.owner, task.by) and not leads:
        raise NotFound(what="task", id=task.id)


def require_open(task: Task) -> None:
    if task.state != "open":
        raise Rejected("task-closed", f"this task is {task.state}: reopen it first")


def evolve(task: Task, event: TaskEvent) -> Task:
    match event:
        case TaskGiven():
            return Task(event.task_id, wanted_of(event), event.owner, event.by)
        case TaskEdited():
            return replace(task, wanted=wanted_of(event))
        case TaskPassedOn():
            return replace(task, owner=event.owner, handed=event.handover_id)
        case TaskDone() | TaskReopened() | TaskDropped():
            return replace(task, state=STATES[type(event)])
        case _:
            assert_never(event)


def wanted_of(event: TaskGiven | TaskEdited) -> Wanted:
    return Wanted(event.customer_id, event.title, event.note, event.due_at)


TASK = Aggregate("task", Task(), evolve, TaskEvent)

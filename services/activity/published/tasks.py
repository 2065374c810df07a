"""What can happen to a task (to-do): given, passed on, done; and what a leaver had to do."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from services.activity.published.follow_ups import PERSONAL


@dataclass(frozen=True)
class TaskGiven:
    task_id: str
    customer_id: str | None
    title: Annotated[str, PERSONAL]
    note: Annotated[str, PERSONAL]
    owner: str  # who has to do it
    due_at: datetime | None
    by: str
    at: datetime


@dataclass(frozen=True)
class TaskEdited:
    task_id: str
    customer_id: str | None
    title: Annotated[str, PERSONAL]
    note: Annotated[str, PERSONAL]
    due_at: datetime | None
    by: str
    at: datetime


@dataclass(frozen=True)
class TaskPassedOn:
    task_id: str
    customer_id: str | None
    owner: str
    owner_before: str
    handover_id: str | None  # None: somebody passed it on
    by: str
    at: datetime


@dataclass(frozen=True)
class TaskDone:
    task_id: str
    customer_id: str | None
    by: str
    at: datetime


@dataclass(frozen=True)
class TaskReopened:
    task_id: str
    customer_id: str | None
    by: str
    at: datetime


@dataclass(frozen=True)
class TaskDropped:
    """It need not be done any more."""

    task_id: str
    customer_id: str | None
    reason: Annotated[str, PERSONAL]
    by: str
    at: datetime


@dataclass(frozen=True)
class DutiesHandedOver:
    """Open tasks and coming appointments of who left have other hands now."""

    handover_id: str
    person: str
    tasks: int
    appointments: int
    clashes: int  # appointments at a time that the other one had already
    at: datetime
    visits: int = 0  # planned ones, that are who has the customer now's, or nobody's


@dataclass(frozen=True)
class DutyKept:
    duty: str  # task, appointment
    id: str
    reason: str  # closed, over, changed-hands, customer-kept, person-deactivated
    owner: str | None  # who has it now


@dataclass(frozen=True)
class DutiesNotReturned:
    reason: str
    count: int


@dataclass(frozen=True)
class DutiesGivenBack:
    """The handover is undone: who had left has again what is still as it was handed over."""

    handover_id: str
    person: str
    tasks: int
    appointments: int
    clashes: int  # appointments at a time that the person has filled otherwise since
    kept: tuple[DutyKept, ...]  # the first 200
    not_returned: tuple[DutiesNotReturned, ...]  # all of them
    at: datetime


TaskEvent = TaskGiven | TaskEdited | TaskPassedOn | TaskDone | TaskReopened | TaskDropped

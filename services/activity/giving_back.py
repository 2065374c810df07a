"""Undoing a handover: who had left gets back the duties that are still as they were handed over."""

from datetime import datetime

from services.activity.appointment import Appointment, Handed
from services.activity.events import AppointmentEvent, AppointmentGivenBack, TaskEvent
from services.activity.task import Task, passed


def task_kept(task: Task, handover_id: str) -> str | None:
    """Why it stays where it is, or None."""
    if task.handed != handover_id:
        return "changed-hands"
    return None if task.state == "open" else "closed"


def give_task_back(task: Task, handover_id: str, person: str, at: datetime) -> list[TaskEvent]:
    if task.owner == person or task_kept(task, handover_id):
        return []
    return [passed(task, person, handover_id, "system", at)]


def appointment_kept(made: Appointment, handover_id: str, at: datetime) -> str | None:
    """Whatever has been changed of it otherwise stays: its time, what it is about, who answered."""
    if made.cancelled:
        return "closed"
    spans = made.spans()
    if not spans or max(span.ends_at for span in spans) <= at:
        return "over"
    return None if still(made, made.handed[handover_id]) else "changed-hands"


def still(made: Appointment, handed: Handed) -> bool:
    """Who came in is asked to come, and organises what the other one did."""
    if handed.to is None or handed.person in made.answers:
        return True
    return handed.to in made.answers and (not handed.organised or made.organiser == handed.to)


def give_appointment_back(
    made: Appointment, handover_id: str, clash: bool, at: datetime
) -> list[AppointmentEvent]:
    handed = made.handed.get(handover_id)
    if handed is None or appointment_kept(made, handover_id, at) or has_it(made, handed):
        return []
    organises = handed.organised and handed.to is not None
    return [
        AppointmentGivenBack(
            made.id, handover_id, handed.person, handed.to, handed.stays, organises,
            handed.answer, clash, at,
        )
    ]  # fmt: skip


def has_it(made: Appointment, handed: Handed) -> bool:
    """It was given back already, or somebody has asked them again."""
    comes = handed.answer is None or handed.person in made.answers
    organises = not handed.organised or made.organiser == handed.person
    return comes and organises

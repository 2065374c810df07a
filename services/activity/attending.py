"""What is decided about one occurrence of a series, and about one who is invited."""

from datetime import datetime

from kernel import NotFound, Rejected
from kernel.context import Context
from services.activity import calendar_rights as rights
from services.activity.appointment import Appointment
from services.activity.events import (
    AppointmentEvent,
    AppointmentHandedOver,
    InvitationAnswered,
    OccurrenceCancelled,
    OccurrenceMoved,
    Span,
)
from services.activity.moments import require_span


def move_occurrence(
    made: Appointment, asker: Context, occurrence: datetime, span: Span, at: datetime
) -> list[AppointmentEvent]:
    rights.require_change(asker, made)
    rights.require_going(made)
    usual = planned(made, occurrence)
    require_span(span.starts_at, span.ends_at)
    if made.moved.get(occurrence, usual) == span:
        return []
    return [OccurrenceMoved(made.id, occurrence, span.starts_at, span.ends_at, asker.actor, at)]


def cancel_occurrence(
    made: Appointment, asker: Context, occurrence: datetime, reason: str, at: datetime
) -> list[AppointmentEvent]:
    rights.require_change(asker, made)
    if made.cancelled or occurrence in made.dropped:
        return []
    planned(made, occurrence)
    if len(made.spans()) == 1:
        raise Rejected("last-occurrence", "nothing else is left of it: cancel the appointment")
    return [OccurrenceCancelled(made.id, occurrence, reason, asker.actor, at)]


def planned(made: Appointment, occurrence: datetime) -> Span:
    """As the series has it; NotFound for what is none of its occurrences, or is called off."""
    if not made.when or occurrence not in made.when.starts or occurrence in made.dropped:
        raise NotFound(what="occurrence", id=occurrence.isoformat())
    return made.when.span(occurrence)


def answer(
    made: Appointment, asker: Context, answered: str, at: datetime
) -> list[AppointmentEvent]:
    """Who declines has that time again; who accepts after all must have it."""
    rights.require_invited(asker, made)
    rights.require_going(made)
    settled = asker.actor not in made.adrift
    if made.answers[asker.actor] == answered and settled:
        return []
    return [InvitationAnswered(made.id, asker.actor, answered, at)]


def hand_over(
    made: Appointment, handover_id: str, person: str, to: str | None, clash: bool, at: datetime
) -> list[AppointmentEvent]:
    """Who left comes no more; who organised it leaves that to the other one too."""
    organises = made.organiser == person and to is not None
    if made.cancelled or not (organises or person in made.answers):
        return []
    return [AppointmentHandedOver(made.id, handover_id, person, to, organises, clash, at)]

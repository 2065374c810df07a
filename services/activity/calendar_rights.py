"""Who may do what in calendars: whoever works here books, organisers change, attendees answer."""

from kernel import Forbidden, NotFound, Rejected
from kernel.context import Context
from services.activity.appointment import Appointment
from services.rights import LEADS, STAFF


def require_staff(asker: Context) -> None:
    if asker.role not in STAFF:
        raise Forbidden("role-not-allowed", "your role keeps no calendar here")


def require_lead(asker: Context, what: str) -> None:
    if asker.role not in LEADS:
        raise Forbidden("role-not-allowed", f"only a manager may {what}: please ask one")


def reads(asker: Context, made: Appointment) -> bool:
    """Who attends, and of what is not private who sees what is theirs; if it is there at all."""
    if made.about is None:
        return False
    if asker.actor in made.people:
        return True
    return not made.about.private and asker.sees(*made.people)


def changes(asker: Context, made: Appointment) -> bool:
    """Who organises it, and a manager who sees what is the organiser's."""
    if asker.actor == made.organiser:
        return True
    return asker.role in LEADS and reads(asker, made) and asker.sees(made.organiser)


def require_change(asker: Context, made: Appointment) -> None:
    """One that the asker may not see is not there."""
    require_staff(asker)
    if not reads(asker, made):
        raise NotFound(what="appointment", id=made.id)
    if not changes(asker, made):
        raise Forbidden(
            "not-organiser",
            f"{made.organiser} organises this: ask them, or answer your invitation",
            organiser=made.organiser,
        )


def require_going(made: Appointment) -> None:
    if made.cancelled:
        raise Rejected("appointment-cancelled", "this appointment is cancelled: book a new one")


def require_invited(asker: Context, made: Appointment) -> None:
    require_staff(asker)
    if not reads(asker, made):
        raise NotFound(what="appointment", id=made.id)
    if asker.actor not in made.answers:
        raise Forbidden("not-invited", "only who is invited answers; the organiser may invite you")

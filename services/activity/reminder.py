"""What a customer's owner and managers have been reminded of: each step of a ladder once."""

from dataclasses import dataclass
from datetime import datetime

from kernel import Aggregate
from services.activity.events import ContactReminded
from services.activity.reminding import FORGOTTEN, NEVER, PLANNED, Reminder

OF = {"due": PLANNED, "overdue": PLANNED, "never": NEVER, "forgotten": FORGOTTEN}


@dataclass(frozen=True)
class Reminded:
    of: str = ""  # planned, never, forgotten
    since: datetime | None = None
    days: int = -1


def remind(
    before: Reminded, reminder: Reminder, people: tuple[str, ...], at: datetime
) -> list[ContactReminded]:
    """Whoever asks, and however often: a step that has been taken is not taken again."""
    found, step = reminder.situation, reminder.step
    if (before.of, before.since) == (found.kind, found.since) and step.days <= before.days:
        return []
    return [
        ContactReminded(
            customer_id=reminder.customer_id,
            kind=step.kind,
            since=found.since,
            days=step.days,
            due_at=step.at,
            owner=reminder.owner,
            to=step.to,
            people=people,
            rules_version=reminder.rules_version,
            at=at,
        )
    ]


def evolve(before: Reminded, event: ContactReminded) -> Reminded:
    return Reminded(OF[event.kind], event.since, event.days)


REMINDER = Aggregate("reminder", Reminded(), evolve, ContactReminded, implicit=True)

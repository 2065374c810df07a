"""What somebody is told in their list of notifications, numbered from 1, and what they have read.

`kind` says what it is about and which of the other fields are there; more kinds will come:
contact-due, contact-overdue, never-contacted, forgotten, return-warned, customer-assigned,
customer-shared, customer-withdrawn, customer-returned, customer-handed-over, customer-given-back
and customer-taken-back (of a handover that was undone: who has them again, and who has them no
more; `about` is the handover), commitment-due, commitment-overdue, task-given, task-due,
appointment-invited, appointment-moved, appointment-cancelled, appointment-soon, customer-news (of
one that is watched), effect-refused (what was to follow from a follow-up could not; of one, `about`
is its id), webhook-paused.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class PersonNotified:
    person: str
    number: int  # of this person's notifications, without a hole
    kind: str
    customer_id: str | None
    about: str | None  # id of what it is about, when that is no customer
    moment: datetime | None  # that it tells of: when something was or will be
    days: int | None  # since then, or until then
    count: int | None  # of customers, when it tells of several
    by: str | None  # who did it; None: it came by itself
    at: datetime
    news: tuple[str, ...] = ()  # what has happened, as the timeline calls it


@dataclass(frozen=True)
class Numbers:
    """A range of notifications, both ends included."""

    first: int
    last: int


@dataclass(frozen=True)
class NotificationsRead:
    person: str
    numbers: tuple[Numbers, ...]
    at: datetime


@dataclass(frozen=True)
class NoticeGiven:
    """Something that happened, or is about to, was told to whom it concerns."""

    notice: str  # what was told of: assigned/ann/…, commitment/<id>, appointment/<id>
    kind: str
    due_at: datetime  # when it was to be told; what was due before has been told as well
    people: tuple[str, ...]  # who was told; nobody, when who it concerns has left
    at: datetime


NotificationEvent = PersonNotified | NotificationsRead | NoticeGiven


def joined(ranges: Iterable[Numbers]) -> tuple[Numbers, ...]:
    """In as few ranges as can be, in order and apart from each other."""
    found: list[Numbers] = []
    for one in sorted(ranges, key=lambda one: one.first):
        if found and one.first <= found[-1].last + 1:
            found[-1] = Numbers(found[-1].first, max(one.last, found[-1].last))
        else:
            found.append(one)
    return tuple(found)


def count(ranges: Iterable[Numbers]) -> int:
    """How many notifications lie in ranges that are apart from each other."""
    return sum(one.last - one.first + 1 for one in ranges)

"""Somebody's notifications: numbered as they come, and read in any order."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import assert_never

from kernel import Aggregate, NotFound
from services.activity.events import NotificationsRead, PersonNotified
from services.activity.published.notifications import Numbers, count, joined

InboxEvent = PersonNotified | NotificationsRead


@dataclass(frozen=True)
class Inbox:
    last: int = 0  # number of the newest
    read: tuple[Numbers, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Note:
    """What somebody is told."""

    kind: str
    customer_id: str | None = None
    about: str | None = None
    moment: datetime | None = None
    days: int | None = None
    count: int | None = None
    by: str | None = None
    news: tuple[str, ...] = ()


def notify(inbox: Inbox, person: str, notes: Sequence[Note], at: datetime) -> list[InboxEvent]:
    return [
        PersonNotified(person=person, number=number, at=at, **vars(note))
        for number, note in enumerate(notes, start=inbox.last + 1)
    ]


def read(inbox: Inbox, person: str, numbers: Sequence[int], at: datetime) -> list[InboxEvent]:
    """NotFound when one of them is none of this person's."""
    for number in numbers:
        if not 1 <= number <= inbox.last:
            raise NotFound(what="notification", id=str(number))
    return marked(inbox, person, [Numbers(number, number) for number in numbers], at)


def read_all(inbox: Inbox, person: str, upto: int | None, at: datetime) -> list[InboxEvent]:
    """Up to what the reader has seen: what came meanwhile stays unread."""
    last = inbox.last if upto is None else min(upto, inbox.last)
    return marked(inbox, person, [Numbers(1, last)] if last else [], at)


def marked(inbox: Inbox, person: str, numbers: Sequence[Numbers], at: datetime) -> list[InboxEvent]:
    if count(joined([*inbox.read, *numbers])) == count(inbox.read):
        return []
    return [NotificationsRead(person, joined(numbers), at)]


def evolve(inbox: Inbox, event: InboxEvent) -> Inbox:
    match event:
        case PersonNotified():
            return replace(inbox, last=event.number)
        case NotificationsRead():
            return replace(inbox, read=joined([*inbox.read, *event.numbers]))
        case _:
            assert_never(event)


INBOX = Aggregate("inbox", Inbox(), evolve, InboxEvent, implicit=True)

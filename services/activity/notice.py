"""That a notice was given, once for all: whoever asks, and however often."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from kernel import Aggregate
from services.activity.events import NoticeGiven
from services.activity.noticing import Notice


@dataclass(frozen=True)
class Given:
    upto: datetime | None = None


def give(
    before: Given, id: str, notice: Notice, people: Sequence[str], at: datetime
) -> list[NoticeGiven]:
    """Whoever asks, and however often: once."""
    if before.upto and notice.at <= before.upto:
        return []
    return [NoticeGiven(id, notice.kind, notice.at, tuple(people), at)]


def evolve(before: Given, event: NoticeGiven) -> Given:
    return Given(event.due_at)


NOTICE = Aggregate("notice", Given(), evolve, NoticeGiven, implicit=True)

"""The diary of a person or a room for one year: what time is taken, and by which appointment.

A year is a stream of its own, so that what somebody did in ten years is never read to book one
hour; a commit touches the years of everybody who takes part. Within a year, days are asked, so
that a series is compared with what stands on its own days only.
"""

from collections import Counter
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import accumulate
from typing import assert_never

from kernel import Aggregate, Rejected
from services.activity.events import DiaryEvent, Span, TimeFreed, TimeTaken
from services.activity.fullness import require_space

Days = Mapping[int, tuple["Taken", ...]]


@dataclass(frozen=True)
class Taken:
    span: Span
    appointment_id: str


@dataclass(frozen=True)
class Diary:
    held: Mapping[str, tuple[Span, ...]] = field(default_factory=dict)  # by appointment
    days: Days = field(default_factory=dict)  # by number of the day in UTC


class Clash(Rejected):
    """The time is taken; who asks again may find out by what."""


def take(
    diary: Diary, holder: str, appointment_id: str, spans: tuple[Span, ...], tolerant: bool,
    at: datetime,
) -> list[DiaryEvent]:  # fmt: skip
    """All that an appointment takes of this year from now on; nothing at all: it is freed.

    `tolerant`: beside what stands there.
    """
    before = diary.held.get(appointment_id, ())
    if before == spans:
        return []
    if not spans:
        return [TimeFreed(holder, appointment_id, at)]
    require_space(diary.held, holder, appointment_id, spans)
    if not tolerant and next(clashes(diary, appointment_id, spans), None):
        raise Clash("appointment-conflict", "there is another appointment at this time")
    return [TimeTaken(holder, appointment_id, spans, at)]


def clashes(diary: Diary, appointment_id: str, spans: Sequence[Span]) -> Iterator[Taken]:
    """What stands at the times that it would take anew, each once; what it has already it keeps.

    Of others in the order of the spans, and then of its own: an occurrence may be moved upon the
    next one.
    """
    anew = Counter(spans) - Counter(diary.held.get(appointment_id, ()))
    seen: set[Taken] = set()
    for span in spans:
        for day in days_of(span) if span in anew else ():
            for taken in diary.days.get(day, ()):
                other = taken.appointment_id != appointment_id and taken not in seen
                if other and overlap(span, taken.span):
                    seen.add(taken)
                    yield taken
    yield from (Taken(span, appointment_id) for span in doubled(spans, anew))


def doubled(spans: Sequence[Span], anew: Container[Span]) -> Iterator[Span]:
    """Those that begin before an earlier one has ended, if one of the two is new."""
    ordered = sorted(spans, key=lambda span: span.starts_at)
    for reaching, span in zip(accumulate(ordered, later_end), ordered[1:], strict=False):
        if overlap(reaching, span) and (reaching in anew or span in anew):
            yield reaching if span in anew else span


def later_end(one: Span, other: Span) -> Span:
    return max(one, other, key=lambda span: span.ends_at)


def overlap(one: Span, other: Span) -> bool:
    """Where one ends the other may begin."""
    return one.starts_at < other.ends_at and other.starts_at < one.ends_at


def days_of(span: Span) -> range:
    """An end at midnight is of the day before."""
    first = span.starts_at.astimezone(UTC).toordinal()
    end = span.ends_at.astimezone(UTC)
    whole = end.hour == end.minute == end.second == end.microsecond == 0
    return range(first, end.toordinal() + (not whole))


def years(spans: Sequence[Span]) -> dict[int, tuple[Span, ...]]:
    """Each in the year, of UTC, that it touches; one across New Year in both."""
    found: dict[int, list[Span]] = {}
    for span in spans:
        days = days_of(span)
        touched = {datetime.fromordinal(day).year for day in (days[0], days[-1])}
        for year in sorted(touched):
            found.setdefault(year, []).append(span)
    return {year: tuple(each) for year, each in found.items()}


def stream_id(year: int, holder: str) -> str:
    return f"{year}/{holder}"


def evolve(diary: Diary, event: DiaryEvent) -> Diary:
    freed = without(diary, event.appointment_id)
    match event:
        case TimeTaken():
            days = dict(freed.days)
            for span in event.spans:
                for day in days_of(span):
                    days[day] = (*days.get(day, ()), Taken(span, event.appointment_id))
            return Diary({**freed.held, event.appointment_id: event.spans}, days)
        case TimeFreed():
            return freed
        case _:
            assert_never(event)


def without(diary: Diary, appointment_id: str) -> Diary:
    if appointment_id not in diary.held:
        return diary
    days = dict(diary.days)
    for span in diary.held[appointment_id]:
        for day in days_of(span):
            left = tuple(t for t in days.pop(day, ()) if t.appointment_id != appointment_id)
            days |= {day: left} if left else {}
    held = {id: spans for id, spans in diary.held.items() if id != appointment_id}
    return Diary(held, days)


DIARY = Aggregate("diary", Diary(), evolve, DiaryEvent, implicit=True)
ROOM_DIARY = Aggregate("room-diary", Diary(), evolve, DiaryEvent, implicit=True)

"""Whose diaries an appointment touches, and with what: before and after it is changed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kernel.aggregate import Aggregate
from kernel.change import Change, change
from services.activity import diary
from services.activity.appointment import Appointment
from services.activity.diary import DIARY, ROOM_DIARY, Diary, stream_id, years
from services.activity.events import Span

Spans = tuple[Span, ...]


@dataclass(frozen=True)
class Sheet:
    """A year of somebody's diary, or of a room's, and what the appointment shall take of it."""

    holder: str
    year: int
    spans: Spans
    is_room: bool = False

    @property
    def aggregate(self) -> Aggregate[Diary, Any]:
        return ROOM_DIARY if self.is_room else DIARY

    @property
    def id(self) -> str:
        return stream_id(self.year, self.holder)

    def taking(self, appointment_id: str, tolerant: bool, at: datetime) -> Change[Any, Any]:
        told = (self.holder, appointment_id, self.spans, tolerant, at)
        return change(self.aggregate, self.id, diary.take, *told)


def sheets(before: Appointment, after: Appointment) -> list[Sheet]:
    """Those that change; a year that is left is freed."""
    people = differing(before.holders(), after.holders(), is_room=False)
    return [*people, *differing(before.taken_rooms(), after.taken_rooms(), is_room=True)]


def differing(
    before: Mapping[str, Spans], after: Mapping[str, Spans], is_room: bool
) -> Iterator[Sheet]:
    for holder in sorted({*before, *after}):
        was, will = years(before.get(holder, ())), years(after.get(holder, ()))
        for year in sorted({*was, *will}):
            if was.get(year) != will.get(year):
                yield Sheet(holder, year, will.get(year, ()), is_room)

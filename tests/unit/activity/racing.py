"""Bookings at the same moment, in any order: others get in between a decision and its append."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from kernel.commits import Commits
from kernel.log import Commit, Conflict, Draft, MemoryLog
from kernel.refusal import Rejected
from services.activity import attending, booking
from services.activity.appointment import About
from services.activity.booking import Party
from services.activity.events import Span
from services.activity.moments import when
from services.activity.room import Room
from services.activity.service.keeping_diaries import Diaries
from tests.unit.activity.company import Company
from tests.unit.people import ANN

EVE = datetime(2029, 12, 31, 20, tzinfo=UTC)  # some of it lies in the next year
QUARTER = timedelta(minutes=15)
PEOPLE = ("ann", "bob", "cy", "di")
ROOMS = ("lotus", "bamboo")
ABOUT = About(None, "appointment", "x", "", "", False, True, None)
Act = Callable[[], None]


class RacingLog(MemoryLog):
    """Before it appends, some of those who wait are let in."""

    def __init__(self, chance: Random) -> None:
        super().__init__("activity")
        self.chance = chance
        self.waiting: list[Act] = []
        self.conflicts = 0

    def append(self, draft: Draft) -> Commit:
        while self.waiting and self.chance.random() < 0.6:
            self.waiting.pop()()
        try:
            return super().append(draft)
        except Conflict:
            self.conflicts += 1
            raise


class Race:
    """Several desks in two processes; each act is a booking, a move, an answer or the like."""

    def __init__(self, seed: int) -> None:
        self.chance = Random(seed)
        self.log = RacingLog(self.chance)
        self.company = Company(self.log, processes=2)
        self.booked: list[tuple[str, str]] = []  # id, organiser
        self.refused = 0

    def run(self, acts: int) -> None:
        makers = [self.book, self.book, self.book, self.move, self.answer, self.cancel]
        chosen = [makers[min(n, 2)] for n in range(3)]
        chosen += [self.chance.choice(makers) for _ in range(acts - 3)]
        self.log.waiting = [self.act(make, number) for number, make in enumerate(chosen)][::-1]
        while self.log.waiting:
            self.log.waiting.pop()()

    def act(self, make: Callable[[Diaries, str], None], number: int) -> Act:
        who = self.chance.choice(PEOPLE)

        def go() -> None:
            context = replace(ANN, actor=who, command_id=f"act {number}")
            states = self.company.processes[number % 2]
            try:
                make(Diaries(Commits(states, context), EVE), f"a{number}")
            except Rejected:
                self.refused += 1

        return go

    def span(self) -> Span:
        at = EVE + self.chance.randrange(32) * QUARTER
        return Span(at, at + self.chance.randrange(1, 9) * QUARTER)

    def book(self, diaries: Diaries, id: str) -> None:
        asker, span = diaries.log.context, self.span()
        rule = self.chance.choice(["", "", "FREQ=DAILY;COUNT=3"])
        others = tuple(self.chance.sample(PEOPLE, self.chance.randrange(3)))
        rooms = tuple(self.chance.sample(ROOMS, self.chance.randrange(2)))
        party = Party(others, rooms, found={room: Room(room, room) for room in rooms})
        plan = when(span.starts_at, span.ends_at, "UTC", rule=rule)
        diaries.commit(
            id,
            lambda made: booking.book(made, asker, id, ABOUT, plan, party, None, EVE),
            creates=True,
        )
        self.booked.append((id, asker.actor))

    def move(self, diaries: Diaries, _: str) -> None:
        for id, span in [(id, self.span()) for id, _ in self.some()]:
            self.as_organiser(diaries, id)

            def decide(made: Any, span: Span = span) -> Any:
                first = made.when.starts[0]
                return attending.move_occurrence(made, diaries.log.context, first, span, EVE)

            diaries.commit(id, decide)

    def answer(self, diaries: Diaries, _: str) -> None:
        """Declined, and accepted after all."""
        for id, _ in self.some():
            self.as_organiser(diaries, id)
            self.say(diaries, id, "declined")
            self.say(diaries, id, "accepted")

    def say(self, diaries: Diaries, id: str, said: str) -> None:
        asker = replace(diaries.log.context, command_id=f"{id} {said}")
        again = Diaries(Commits(diaries.log.states, asker), EVE)
        again.commit(id, lambda made: attending.answer(made, asker, said, EVE))

    def cancel(self, diaries: Diaries, _: str) -> None:
        for id, _ in self.some():
            self.as_organiser(diaries, id)
            diaries.commit(id, lambda made: booking.cancel(made, diaries.log.context, "", EVE))

    def some(self) -> list[tuple[str, str]]:
        return [self.chance.choice(self.booked)] if self.booked else []

    def as_organiser(self, diaries: Diaries, id: str) -> None:
        organiser = dict(self.booked)[id]
        diaries.log.context = replace(diaries.log.context, actor=organiser)

    def held(self) -> Iterator[tuple[str, list[tuple[Span, str]]]]:
        """All that stands in each diary, by a fold of the log that knows nothing of diaries."""
        taken: dict[str, dict[str, list[Span]]] = {}
        for commit in self.log.commits:
            for entry in commit.entries:
                if "diary/" in entry.stream:
                    event = self.company.codec.load(entry.type, entry.v, entry.data)
                    taken.setdefault(entry.stream, {})[event.appointment_id] = list(
                        getattr(event, "spans", ())
                    )
        for stream, held in taken.items():
            yield stream, [(span, id) for id, spans in held.items() for span in spans]

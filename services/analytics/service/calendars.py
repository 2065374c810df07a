"""What is asked of calendars, free time and rooms."""

from collections.abc import Sequence
from datetime import time, timedelta
from typing import Any

from kernel.form import identifier
from kernel.nameko import rpc
from kernel.settings import time_zone
from services.analytics import (
    appointment_shown,
    calendar,
    feeds,
    free_time,
    rooms,
    working_years,
)
from services.analytics.appointments import APPOINTMENTS
from services.analytics.asker import asker
from services.analytics.calendar import Whose, named
from services.analytics.freshness import caught_up
from services.analytics.parameters import texts, wrong
from services.analytics.service.desk import Desk, clock, now

Answer = dict[str, Any]
After = Sequence[str] | None
HOURS = ("09:00", "18:00")
LONGEST_SLOT = 24 * 60


class Calendars(Desk):
    @rpc
    def calendar(
        self,
        people: Sequence[str] | None = None,
        rooms: Sequence[str] | None = None,
        from_: str | None = None,
        to: str | None = None,
        kind: str | None = None,
        limit: int | None = None,
        cursor: str | None = None,
        after: After = None,
    ) -> Answer:
        who, asked = asker(self.caller, now()), texts(from_=from_, to=to, kind=kind, cursor=cursor)
        begin, end = calendar.span(asked.get("from_"), asked.get("to"), clock())
        whose = Whose(named("person", people), named("room", rooms))
        if not whose.people and not whose.rooms:
            whose = Whose((who.user,))
        rows = caught_up(self.lists, after).collection(APPOINTMENTS)
        return calendar.calendar(
            rows, who, whose, begin, end, asked.get("kind"), limit, asked.get("cursor")
        )

    @rpc
    def appointment(self, appointment_id: str, after: After = None) -> Answer:
        who = asker(self.caller, now())
        rows = caught_up(self.lists, after).collection(APPOINTMENTS)
        return appointment_shown.appointment(rows, who, identifier("appointment", appointment_id))

    @rpc
    def free_busy(
        self,
        people: Sequence[str] | None = None,
        rooms: Sequence[str] | None = None,
        from_: str | None = None,
        to: str | None = None,
        after: After = None,
    ) -> Answer:
        """Of all colleagues: when they are busy is no secret, with what they are is."""
        return free_time.shown(self._busy(people, rooms, from_, to, after)[0])

    @rpc
    def free_slots(
        self,
        minutes: int,
        people: Sequence[str] | None = None,
        rooms: Sequence[str] | None = None,
        from_: str | None = None,
        to: str | None = None,
        opens: str | None = None,
        closes: str | None = None,
        after: After = None,
    ) -> Answer:
        if not isinstance(minutes, int) or not 5 <= minutes <= LONGEST_SLOT:
            raise wrong("minutes", f"is a whole number from 5 to {LONGEST_SLOT}")
        hours = hour("opens", opens or HOURS[0]), hour("closes", closes or HOURS[1])
        if hours[1] <= hours[0]:
            raise wrong("closes", "is a time of day after `opens`")
        taken, (begin, end) = self._busy(people, rooms, from_, to, after)
        length = timedelta(minutes=minutes)
        known = self.lists.collection(working_years.WORKING_YEARS)
        days = working_years.working_days(known, range(begin.year - 1, end.year + 2))
        return free_time.slots(
            taken.values(), max(begin, now()), end, length, hours, time_zone(), days
        )

    @rpc
    def rooms(
        self, limit: int | None = None, cursor: str | None = None, after: After = None
    ) -> Answer:
        asker(self.caller, now())
        rows = caught_up(self.lists, after).collection(rooms.ROOMS)
        return rooms.rooms(rows, limit, cursor)

    @rpc
    def conflict_policy(self, after: After = None) -> Answer:
        asker(self.caller, now())
        return rooms.policy(caught_up(self.lists, after).collection(rooms.POLICIES))

    @rpc
    def feeds(self, after: After = None) -> Answer:
        who = asker(self.caller, now())
        return feeds.feeds(caught_up(self.lists, after).collection(feeds.FEEDS), who.user)

    @rpc
    def feed(self, token_hash: str) -> Answer:
        """Of whoever the token is; who asks need not say who they are."""
        [hashed] = texts(token_hash=token_hash).values()
        opened, rows = self.lists.collection(feeds.FEEDS), self.lists.collection(APPOINTMENTS)
        return feeds.feed(opened, rows, hashed, clock().start())

    def _busy(self, people: Any, rooms: Any, from_: Any, to: Any, after: After) -> Any:
        who, asked = asker(self.caller, now()), texts(from_=from_, to=to)
        whose = Whose(named("person", people), named("room", rooms))
        if not whose.people and not whose.rooms:
            whose = Whose((who.user,))
        days = calendar.span(asked.get("from_"), asked.get("to"), clock())
        rows = caught_up(self.lists, after).collection(APPOINTMENTS)
        return free_time.busy(rows, whose, *days), days


def hour(field: str, text: str) -> time:
    try:
        return time.fromisoformat(text) if len(text) == len("09:00") else time.fromisoformat("x")
    except (ValueError, TypeError):
        raise wrong(field, "is a time of day, as 09:00") from None

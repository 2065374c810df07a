"""How appointments are booked, changed and called off."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import reduce
from types import MappingProxyType
from typing import Any

from kernel.commits import Receipt
from kernel.form import Form, identifier
from kernel.nameko import rpc
from kernel.refusal import NotFound
from kernel.settings import time_zone
from services.activity import appointment, attending, booking, people
from services.activity import appointment_form as form_of
from services.activity.appointment import ANSWERS, Appointment
from services.activity.booking import Party
from services.activity.events import AppointmentEvent, Span
from services.activity.room import ROOM
from services.activity.service.desk import Desk, Json, now
from services.activity.service.keeping_diaries import Decide, Diaries
from services.rights import require_work_on

LONGEST_REASON = 1000
STAMP = "%Y%m%dT%H%M%SZ"  # an occurrence, as a path names it
Decided = Sequence[AppointmentEvent]


class BookingAppointments(Desk):
    @rpc
    def book_appointment(self, confirm: bool | None = None, **given: Any) -> Json:
        return self._book(given, confirm is True, self._made(), None)

    def _book(
        self, given: Mapping[str, Any], confirmed: bool, id: str, uid: str | None,
        moves: Mapping[datetime, Span] = MappingProxyType({}),
    ) -> Json:  # fmt: skip
        """With what is moved of it, in one commit."""
        at = now()
        about = form_of.about(given)
        when = form_of.moments(given, time_zone())
        party = self._party(form_of.party(given))
        judge = self._judge_customer(about.customer_id, at)

        def decide(made: Appointment) -> Decided:
            judge()
            booked = booking.book(made, self.caller, id, about, when, party, uid, at)
            series = reduce(appointment.evolve, booked, made)
            return [*booked, *attending.move_all(series, self.caller, moves, at)]

        return self._settle_time(id, decide, at, confirmed, creates=True)

    @rpc
    def amend_appointment(
        self, appointment_id: str, changes: Mapping[str, Any], confirm: bool | None = None,
        expected: int | None = None,
    ) -> Json:  # fmt: skip
        """Only what the changes mention; a new time or rule makes the whole series anew."""
        at, id = now(), identifier("appointment", appointment_id)
        named = changes.get("customer_id")
        judge = self._judge_customer(named, at) if isinstance(named, str) else allow
        with Form() as form:
            version = form.maybe_version("expected", expected)
        known = self._party(form_of.party(changes))

        def decide(made: Appointment) -> Decided:
            booking.require_seen(made, self.caller)
            given = form_of.as_given(made) | dict(changes)
            party = replace(known, **named_in(form_of.party(given)))
            if made.about and made.about.customer_id != named:
                judge()
            when = form_of.changed_when(made, changes, time_zone())
            return booking.amend(made, self.caller, form_of.about(given), when, party, at)

        return self._settle_time(id, decide, at, confirm is True, expected=version)

    @rpc
    def cancel_appointment(
        self, appointment_id: str, reason: str | None = None, expected: int | None = None
    ) -> Json:
        at = now()
        with Form() as form:
            why = form.maybe_text("reason", reason, LONGEST_REASON) or ""
            version = form.maybe_version("expected", expected)
        return self._settle_time(
            identifier("appointment", appointment_id),
            lambda made: booking.cancel(made, self.caller, why, at),
            at,
            expected=version,
        )

    @rpc
    def move_occurrence(
        self, appointment_id: str, occurrence: str, starts_at: str, ends_at: str,
        confirm: bool | None = None,
    ) -> Json:  # fmt: skip
        at, which, span = now(), moment_of(occurrence), form_of.span(starts_at, ends_at)
        return self._settle_time(
            identifier("appointment", appointment_id),
            lambda made: attending.move_occurrence(made, self.caller, which, span, at),
            at,
            confirm is True,
        )

    @rpc
    def cancel_occurrence(
        self, appointment_id: str, occurrence: str, reason: str | None = None
    ) -> Json:
        at, which = now(), moment_of(occurrence)
        with Form() as form:
            why = form.maybe_text("reason", reason, LONGEST_REASON) or ""
        return self._settle_time(
            identifier("appointment", appointment_id),
            lambda made: attending.cancel_occurrence(made, self.caller, which, why, at),
            at,
        )

    @rpc
    def answer_invitation(
        self, appointment_id: str, answer: str, confirm: bool | None = None
    ) -> Json:
        at = now()
        with Form() as form:
            answered = form.choice("answer", answer, ANSWERS)
        return self._settle_time(
            identifier("appointment", appointment_id),
            lambda made: attending.answer(made, self.caller, answered, at),
            at,
            confirm is True,
        )

    def _settle_time(
        self, id: str, decide: Decide, at: datetime, confirmed: bool = False,
        creates: bool = False, expected: int | None = None,
    ) -> Json:  # fmt: skip
        diaries = Diaries(self.log, at)
        receipt: Receipt = diaries.commit(id, decide, confirmed, creates, expected)
        return replace(receipt, id=id).to_json()

    def _judge_customer(self, customer_id: str | None, at: datetime) -> Callable[[], None]:
        """What it is about must be one that the asker works on."""
        if customer_id is None:
            return allow
        id = identifier("customer", customer_id)
        standing = self._standing(id, at)
        return lambda: require_work_on(self.caller, standing, id, at)

    def _party(self, party: Party) -> Party:
        """With who of them has left or never was here, and what is known of the rooms."""
        others = [one for one in party.attendees if one != self.caller.actor]
        gone, strange = people.gone(self.people, others), self._strangers(others)
        rooms = {id: self.log.states.newest(ROOM, id) for id in party.rooms}
        return replace(party, gone=gone, strangers=strange, found=rooms)


def named_in(party: Party) -> dict[str, Any]:
    return {"attendees": party.attendees, "rooms": party.rooms}


def moment_of(occurrence: str) -> datetime:
    """NotFound for what no occurrence is called."""
    try:
        return datetime.strptime(occurrence, STAMP).replace(tzinfo=UTC)
    except (ValueError, TypeError):
        raise NotFound(what="occurrence") from None


def allow() -> None:
    """There is no customer to be judged."""

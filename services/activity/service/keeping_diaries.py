"""How an appointment is committed: with the diaries of all who take part, in one commit."""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import reduce

from kernel.change import change, create, expecting
from kernel.commits import Commits, Receipt
from kernel.refusal import Refusal, Rejected, Unavailable
from services.activity import appointment, taking
from services.activity.appointment import APPOINTMENT, Appointment
from services.activity.conflicts import Conflicts
from services.activity.diary import Clash
from services.activity.events import AppointmentEvent
from services.activity.room import POLICY, Policy
from services.activity.taking import Sheet

Decide = Callable[[Appointment], Sequence[AppointmentEvent]]
PATIENCE = 20  # times that an appointment may change under our hands
COMPANY = "company"


class Moved(Rejected):
    """The appointment is no longer as it was when the rest of the commit was made up."""


class Diaries:
    """A log on behalf of one caller, as far as appointments and diaries go."""

    def __init__(self, log: Commits, at: datetime) -> None:
        self.log = log
        self.at = at

    def policy(self, sure: bool = True) -> Policy:
        """As it is now, or as it was a second ago: who refuses for it must be sure."""
        states = self.log.states
        now = states.load(POLICY, COMPANY, fresh=True) if sure else states.lately(POLICY, COMPANY)
        found: Policy = now.state
        return found

    def commit(
        self, id: str, decide: Decide, confirmed: bool = False, creates: bool = False,
        expected: int | None = None, answered: bool = True,
    ) -> Receipt:  # fmt: skip
        """Refused with what stands in the way, when the time of anybody is taken."""
        policy = self.policy(sure=False)
        for _ in range(PATIENCE):
            before = self._before(id, creates)
            touched = taking.sheets(before, decided(before, decide))
            make = create if creates else change
            first = make(APPOINTMENT, id, unmoved, before, decide)
            others = [
                sheet.taking(id, confirmed and tolerates(policy, sheet), self.at)
                for sheet in touched
            ]
            try:
                return self.log.commit(expecting(expected, first), *others, answered=answered)
            except Moved:
                continue
            except Clash:
                policy = self.policy()
                self._refuse(id, touched, policy, confirmed)
        raise Unavailable("busy", "this appointment is being changed too often", retry_after=1)

    def _before(self, id: str, creates: bool) -> Appointment:
        """One that is booked now is taken for new, as its commit takes it."""
        states, fresh = self.log.states, not creates
        found: Appointment = states.load(APPOINTMENT, id, fresh, guess=creates).state
        return found

    def _refuse(self, id: str, touched: Sequence[Sheet], policy: Policy, confirmed: bool) -> None:
        """Unless what stood in the way has just gone."""
        found = Conflicts(self.log, id, touched)
        if not found.sheets:
            return
        hard = any(not tolerates(policy, sheet) for sheet in found.sheets)
        if confirmed and not hard:
            return
        raise found.refusal(hard)


def tolerates(policy: Policy, sheet: Sheet) -> bool:
    return (policy.rooms if sheet.is_room else policy.people) == "soft"


def unmoved(made: Appointment, before: Appointment, decide: Decide) -> Sequence[AppointmentEvent]:
    if made != before:
        raise Moved("moved", "the appointment has just changed")
    return decide(made)


def decided(before: Appointment, decide: Decide) -> Appointment:
    """What becomes of it; if it is refused, the commit says so, or that it was done before."""
    try:
        return reduce(appointment.evolve, decide(before), before)
    except Refusal:
        return before

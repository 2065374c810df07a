"""How people are reminded of customers at the moments that rules and facts make."""

from datetime import datetime

from kernel.change import change
from kernel.due_rows import Due
from services.activity import reminder, reminding
from services.activity.inbox import Note
from services.activity.reminder import REMINDER
from services.activity.reminders import AWAITED
from services.activity.reminding import Reminder, Ruling
from services.activity.service.judging import Judging, Row
from services.activity.service.telling import addressed, telling

KINDS = {
    "due": "contact-due",
    "overdue": "contact-overdue",
    "never": "never-contacted",
    "forgotten": "forgotten",
}


class Reminders(Judging):
    name = "reminders"
    projection = AWAITED

    def judge(self, row: Row, by: Ruling) -> datetime | None:
        return reminding.moment_of(row, by)

    def fire(self, due: Due, now: datetime) -> None:
        """By the facts as they are known now: somebody may have called meanwhile."""
        row, by = self._row(due.id), self.by
        found = reminding.overdue(row, by, now)
        if found is None:
            self.table.put({due.id: self.judge(row, by)})
        else:
            self._remind(found, now)

    def _remind(self, found: Reminder, now: datetime) -> None:
        """Who is told, and that they were, in one commit."""
        step = found.step
        people = addressed(self.people, found.owner, step.to)
        note = Note(
            kind=KINDS[step.kind],
            customer_id=found.customer_id,
            moment=found.situation.since,
            days=step.days or None,
        )
        self._log(found.customer_id, step.at, f"{step.kind}/{step.days}").commit(
            change(REMINDER, found.customer_id, reminder.remind, found, people, now),
            *telling(dict.fromkeys(people, note), now),
            answered=False,
        )

"""How people are reminded at the moments that rules and facts make: the ticker's agenda."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from kernel.change import change
from kernel.commits import Commits
from kernel.context import Context
from kernel.due_rows import Due, DueRows
from kernel.live import Documents
from kernel.rows import Rows
from kernel.settings import time_zone
from kernel.states import States
from kernel.ticker import command_id
from services.activity import reminder, reminding
from services.activity.inbox import Note
from services.activity.people import PEOPLE
from services.activity.reminder import REMINDER
from services.activity.reminder_rules import COMPANY, RULES
from services.activity.reminders import AWAITED, SOURCES, heard
from services.activity.reminding import Reminder, Ruling
from services.activity.service.telling import addressed, telling
from services.working_days import SHIPPED

PAGE = 500  # rows judged at once
KINDS = {
    "due": "contact-due",
    "overdue": "contact-overdue",
    "never": "never-contacted",
    "forgotten": "forgotten",
}


class Reminders:
    """Judges rows that have changed, and all of them when the rules have, a page at a time."""

    name = "reminders"

    def __init__(self, database: Documents, rows: Rows, states: States) -> None:
        self.rows = rows
        self.people = Rows(database, PEOPLE)
        self.states = states
        self.zone = ZoneInfo(time_zone())
        self.table = DueRows(database, self.name)
        self.table.create_indexes()

    def refresh(self) -> bool:
        mark, by = self._mark(), self._ruling()
        more = [self._changed(mark, by, source) for source in SOURCES]
        more.append(self._ruled(mark, by))
        if any(judged for judged, _ in more):
            self.table.set_mark(mark)
        return any(full for _, full in more)

    def due(self, now: datetime, limit: int) -> Sequence[Due]:
        return self.table.due(now, limit)

    def next(self) -> datetime | None:
        return self.table.next()

    def fire(self, due: Due, now: datetime) -> None:
        """By the facts as they are known now: somebody may have called meanwhile."""
        row = self.rows.collection(AWAITED).find_one({"_id": due.id}) or {"_id": due.id}
        by = self._ruling()
        found = reminding.overdue(row, by, now)
        if found is None:
            self.table.put({due.id: reminding.moment_of(row, by)})
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
        id = command_id(self.name, Due(found.customer_id, step.at), f"{step.kind}/{step.days}")
        Commits(self.states, Context(command_id=id, correlation_id=id)).commit(
            change(REMINDER, found.customer_id, reminder.remind, found, people, now),
            *telling(people, note, now),
            answered=False,
        )

    def _ruling(self) -> Ruling:
        rules = self.states.load(RULES, COMPANY, fresh=True).state
        return Ruling(rules, self.zone, SHIPPED)

    def _mark(self) -> dict[str, Any]:
        """How far the rows have been judged; from the beginning when they were built anew."""
        mark = self.table.mark()
        if mark.get("generation") != self.rows.generation:
            self.table.forget()
            mark = {"generation": self.rows.generation}
        return {source: 0 for source in SOURCES} | {"ruled": 0, "upto": None} | mark

    def _changed(self, mark: dict[str, Any], by: Ruling, source: str) -> tuple[bool, bool]:
        """Whether any were judged, and whether there may be more."""
        field, rows = heard(source), self.rows.collection(AWAITED)
        found = list(rows.find({field: {"$gt": mark[source]}}).sort(field).limit(PAGE))
        if found:
            self._judge(found, by)
            mark[source] = found[-1][field]
        return bool(found), len(found) == PAGE

    def _ruled(self, mark: dict[str, Any], by: Ruling) -> tuple[bool, bool]:
        """One page of the rows, when they were judged by other rules."""
        version = by.rules.version
        if mark["ruled"] == version and mark["upto"] is None:
            return False, False
        upto = mark["upto"] if mark["ruled"] == version else ""
        rows = self.rows.collection(AWAITED)
        found = list(rows.find({"_id": {"$gt": upto}}).sort("_id").limit(PAGE))
        self._judge(found, by)
        full = len(found) == PAGE
        mark |= {"ruled": version, "upto": found[-1]["_id"] if full else None}
        return True, full

    def _judge(self, rows: Sequence[Mapping[str, Any]], by: Ruling) -> None:
        self.table.put({row["_id"]: reminding.moment_of(row, by) for row in rows})

"""How open tasks and coming appointments change hands when somebody leaves: the ticker's agenda.

It begins when the handover of the customers has ended: what concerns a customer goes to who has
it now, all else to those who were named, in turn. Without anybody named, tasks stay where they
are, and the leaver does not come to their appointments any more. When the handover is undone,
what is still as it was handed over is given back.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from kernel.change import change
from kernel.commits import Commits
from kernel.context import Context
from kernel.due_rows import Due
from kernel.live import Documents
from kernel.rows import Rows
from kernel.states import States
from kernel.ticker import command_id
from services.activity import attending, people, succession, task
from services.activity.appointment import APPOINTMENT
from services.activity.diary import Clash
from services.activity.duties import APPOINTMENTS, HANDOVERS, NEVER, TASKS
from services.activity.fullness import Full
from services.activity.owners import find
from services.activity.people import PEOPLE
from services.activity.service.duty_pages import pages
from services.activity.service.giving_back import GivingBack
from services.activity.service.keeping_diaries import Diaries
from services.activity.service.passing_visits import pass_visits
from services.activity.succession import SUCCESSION
from services.activity.task import TASK

Row = Mapping[str, Any]


@dataclass
class Count:
    """Of this run: one that was broken off has counted in vain."""

    tasks: int = 0
    appointments: int = 0
    clashes: int = 0
    visits: int = 0


class Succeeding:
    name = "succession"

    def __init__(self, database: Documents, rows: Rows, states: States) -> None:
        self.rows = rows
        self.people = Rows(database, PEOPLE)
        self.states = states

    def refresh(self) -> bool:
        """What is due stands in the rows."""
        return False

    def due(self, now: datetime, limit: int) -> Sequence[Due]:
        """What is undone before all was handed over is not handed over any more."""
        over = self._since("undone_at", {"back": None}, limit)
        begun = self._since("ended_at", {"done": None, "undone_at": None}, limit)
        return sorted([*over, *begun], key=lambda due: due.at)[:limit]

    def _since(self, field: str, match: Row, limit: int) -> list[Due]:
        rows = self.rows.collection(HANDOVERS)
        found = rows.find({**match, field: {"$gt": NEVER}}).sort(field).limit(limit)
        return [Due(row["_id"], row[field]) for row in found]

    def next(self) -> datetime | None:
        """Nothing is known before it happens."""
        return None

    def fire(self, due: Due, now: datetime) -> None:
        row = self.rows.collection(HANDOVERS).find_one({"_id": due.id}) or {}
        if "undone" in row:
            GivingBack(self.rows, self.people, self.states).fire(due, row, now)
        else:
            self._hand_over(due, row, now)

    def _hand_over(self, due: Due, row: Row, now: datetime) -> None:
        self.rows.wait("customer", row["ended"])  # whose the customers are now
        count, leaver = Count(), row["leaver"]
        gone = people.gone(self.people, row["to"])
        to = [one for one in row["to"] if one not in gone]
        for number, one in enumerate(self._tasks(leaver)):
            count.tasks += self._pass_on(due, one, leaver, self._heir(one, leaver, to, number), now)
        for number, one in enumerate(self._appointments(leaver, now)):
            self._replace(due, one, leaver, self._heir(one, leaver, to, number), now, count)
        log = partial(self._log, due)
        count.visits = pass_visits(self.states, log, leaver, due.id, self._owner, now)
        done = (due.id, leaver, count.tasks, count.appointments, count.clashes, count.visits, now)
        self._log(due, "done").commit(
            change(SUCCESSION, due.id, succession.finish, *done), answered=False
        )

    def _pass_on(self, due: Due, row: Row, leaver: str, heir: str | None, now: datetime) -> bool:
        if heir is None:
            return False
        made = change(TASK, row["_id"], task.hand_over, due.id, leaver, heir, "system", now)
        self._log(due, row["_id"]).commit(made, answered=False)
        passed = self.states.newest(TASK, row["_id"])
        return bool(passed.handed == due.id)  # and not by another handover, or done meanwhile

    def _replace(
        self, due: Due, row: Row, leaver: str, heir: str | None, now: datetime, count: Count
    ) -> None:
        """Who comes in takes that time; if they have none, they come in without it."""
        diaries = Diaries(self._log(due, row["_id"]), now)
        for clash in (False, True):
            if self._comes_in(diaries, row["_id"], (due.id, leaver, heir, clash, now)):
                made = self.states.newest(APPOINTMENT, row["_id"])
                handed = due.id in made.handed
                count.appointments += handed
                count.clashes += clash and handed
                return

    def _comes_in(self, diaries: Diaries, id: str, told: Any) -> bool:
        try:
            diaries.commit(id, lambda made: attending.hand_over(made, *told), answered=False)
        except (Clash, Full):
            return False
        return True

    def _heir(self, row: Row, leaver: str, to: Sequence[str], number: int) -> str | None:
        """Who has the customer now, if it is about one; or one of them after the other."""
        owner = self._owner(row["customer_id"]) if row["customer_id"] else None
        if owner and owner != leaver:
            return owner
        return to[number % len(to)] if to else None

    def _owner(self, customer_id: str) -> str | None:
        """Who has the customer now and works here."""
        owner = find(self.rows, customer_id).owner
        return owner if owner and not people.gone(self.people, [owner]) else None

    def _tasks(self, person: str) -> Iterator[Row]:
        yield from pages(self.rows, TASKS, {"owner": person, "open": True})

    def _appointments(self, person: str, now: datetime) -> Iterator[Row]:
        yield from pages(self.rows, APPOINTMENTS, {"people": person, "last": {"$gt": now}})

    def _log(self, due: Due, step: str) -> Commits:
        id = command_id(self.name, due, step)
        return Commits(self.states, Context(command_id=id, correlation_id=id))

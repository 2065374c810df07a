"""Rows that moments are judged from: those that have changed, and all when the rules have."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import reduce
from typing import Any
from zoneinfo import ZoneInfo

from kernel.commits import Commits
from kernel.context import Context
from kernel.due_rows import Due, DueRows
from kernel.live import Documents
from kernel.projection import Projection
from kernel.rows import Rows
from kernel.settings import time_zone
from kernel.states import States
from kernel.ticker import command_id
from services.activity.people import PEOPLE
from services.activity.reminder_rules import COMPANY, RULES
from services.activity.reminders import SOURCES, heard
from services.activity.reminding import Ruling
from services.activity.working_year import WORKING_YEAR, put_into
from services.working_days import SHIPPED

PAGE = 500  # rows judged at once
Row = Mapping[str, Any]


class Judging(ABC):
    """Most of an agenda: what is left is what to do at the moment that was judged."""

    name: str
    projection: Projection
    by: Ruling  # as of the last refresh: there is one before anything is fired

    def __init__(self, database: Documents, rows: Rows, states: States) -> None:
        self.rows = rows
        self.people = Rows(database, PEOPLE)
        self.states = states
        self.zone = ZoneInfo(time_zone())
        self.table = DueRows(database, self.name)
        self.table.create_indexes()

    @abstractmethod
    def judge(self, row: Row, by: Ruling) -> datetime | None:
        """When something is to be done about it next, if ever."""

    def refresh(self) -> bool:
        mark, by = self._mark(), self._ruling()
        self.by = by
        more = [self._changed(mark, by, source) for source in SOURCES]
        more.append(self._ruled(mark, by))
        if any(judged for judged, _ in more):
            self.table.set_mark(mark)
        return any(full for _, full in more)

    def due(self, now: datetime, limit: int) -> Sequence[Due]:
        return self.table.due(now, limit)

    def next(self) -> datetime | None:
        return self.table.next()

    def _row(self, id: str) -> Row:
        return self.rows.collection(self.projection).find_one({"_id": id}) or {"_id": id}

    def _log(self, id: str, at: datetime, step: str = "") -> Commits:
        """The same command for the same row, moment and step, whoever gives it."""
        command = command_id(self.name, Due(id, at), step)
        return Commits(self.states, Context(command_id=command, correlation_id=command))

    def _ruling(self) -> Ruling:
        """The company's rules, and its working days as it has entered them of these years."""
        year = datetime.now(self.zone).year
        years = [(WORKING_YEAR, str(one)) for one in range(year - 1, year + 2)]
        rules, *entered = self.states.load_many([(RULES, COMPANY), *years])
        days = reduce(put_into, (one.state for one in entered), SHIPPED)
        version = "/".join(str(one.version) for one in (rules, *entered))
        return Ruling(rules.state, self.zone, days, f"{year}/{version}")

    def _mark(self) -> dict[str, Any]:
        """How far the rows have been judged; from the beginning when they were built anew."""
        mark = self.table.mark()
        if mark.get("generation") != self.rows.generation:
            self.table.forget()
            mark = {"generation": self.rows.generation}
        return {source: 0 for source in SOURCES} | {"ruled": None, "upto": None} | mark

    def _changed(self, mark: dict[str, Any], by: Ruling, source: str) -> tuple[bool, bool]:
        """Whether any were judged, and whether there may be more."""
        field, rows = heard(source), self.rows.collection(self.projection)
        found = list(rows.find({field: {"$gt": mark[source]}}).sort(field).limit(PAGE))
        if found:
            self._judge(found, by)
            mark[source] = found[-1][field]
        return bool(found), len(found) == PAGE

    def _ruled(self, mark: dict[str, Any], by: Ruling) -> tuple[bool, bool]:
        """One page of the rows, when they were judged by other rules."""
        version = by.version
        if mark["ruled"] == version and mark["upto"] is None:
            return False, False
        upto = mark["upto"] if mark["ruled"] == version else ""
        rows = self.rows.collection(self.projection)
        found = list(rows.find({"_id": {"$gt": upto}}).sort("_id").limit(PAGE))
        self._judge(found, by)
        full = len(found) == PAGE
        mark |= {"ruled": version, "upto": found[-1]["_id"] if full else None}
        return True, full

    def _judge(self, rows: Sequence[Row], by: Ruling) -> None:
        self.table.put({row["_id"]: self.judge(row, by) for row in rows})

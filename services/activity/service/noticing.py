"""How people are told of what happened, or is about to, besides reminders of customers."""

from datetime import datetime

from kernel.change import change
from kernel.due_rows import Due
from services.activity import notice, noticing
from services.activity.notice import NOTICE
from services.activity.notices import NOTICES
from services.activity.noticing import Notice
from services.activity.reminding import Ruling
from services.activity.service import sight
from services.activity.service.judging import Judging, Row
from services.activity.service.telling import addressed, still_here, telling


class Notices(Judging):
    name = "notices"
    projection = NOTICES

    def judge(self, row: Row, by: Ruling) -> datetime | None:
        return noticing.moment_of(row, by)

    def fire(self, due: Due, now: datetime) -> None:
        """By the facts as they are known now: it may have been put off, or be over."""
        row, by = self._row(due.id), self.by
        found = noticing.overdue(row, by, now)
        if found is None:
            self.table.put({due.id: self.judge(row, by)})
        else:
            self._give(due.id, row, found, now)

    def _give(self, id: str, row: Row, found: Notice, now: datetime) -> None:
        """Who is told, and that they were, in one commit."""
        row = self._in_sight(row, now)
        people = () if self._told_otherwise(row, found, now) else self._whom(row, found)
        notes = {person: noticing.note(row, found, person) for person in people}
        self._log(id, found.at).commit(
            change(NOTICE, id, notice.give, id, found, people, now),
            *telling(notes, now),
            answered=False,
        )

    def _in_sight(self, row: Row, now: datetime) -> Row:
        """News of those customers only that who watches them may still see."""
        if "news" not in row:
            return row
        ids = {id for id, _, _ in row["news"]}
        seen = sight.among(self.rows, self.people, row["person"], ids, now)
        return {**row, "news": [one for one in row["news"] if one[0] in seen]}

    def _whom(self, row: Row, found: Notice) -> tuple[str, ...]:
        if row.get("news") == []:
            return ()
        if found.owner:
            return addressed(self.people, found.owner, found.to)
        attending = self._row(row["attend"]).get("attending", ()) if "attend" in row else ()
        others = (person for person in attending if person != row.get("by"))
        return still_here(self.people, (*found.people, *others))

    def _told_otherwise(self, row: Row, found: Notice, now: datetime) -> bool:
        """What a handover has brought, its own notice tells in one."""
        handover = f"handover/{row.get('correlation')}"
        known = row.get("correlation") and self._row(handover)
        return noticing.too_late(found, now) or bool(known and "kind" in known)

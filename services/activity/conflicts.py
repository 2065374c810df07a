"""What stands in the way of an appointment, told as far as the asker may know it."""

from collections.abc import Iterator, Sequence
from typing import Any

from kernel.commits import Commits
from kernel.rfc3339 import dump_time
from services.activity import calendar_rights as rights
from services.activity.appointment import APPOINTMENT, Appointment
from services.activity.diary import Clash, Taken, clashes
from services.activity.taking import Sheet

TOLD = 50
HARD = "somebody or something is not free: choose another time, or leave them out"
SOFT = "somebody or something is not free: choose another time, or send `confirm` to book anyway"


class Conflicts:
    def __init__(self, log: Commits, appointment_id: str, sheets: Sequence[Sheet]) -> None:
        self.log = log
        self.id = appointment_id
        self.found = list(self._clashes(sheets))
        self.sheets = list(dict.fromkeys(sheet for sheet, _ in self.found))

    def refusal(self, hard: bool) -> Clash:
        return Clash(
            "appointment-conflict",
            HARD if hard else SOFT,
            policy="hard" if hard else "soft",
            conflicts=self.told(),
            more=len(self.found) > TOLD,
        )

    def told(self) -> list[dict[str, Any]]:
        """In order of time; of what the asker may not see only that there is something."""
        known: dict[str, dict[str, Any]] = {}
        found = sorted(self.found, key=lambda one: (one[1].span.starts_at, one[0].holder))[:TOLD]
        for _, taken in found:
            if taken.appointment_id not in known:
                known[taken.appointment_id] = self._about(taken.appointment_id)
        return [row(sheet, taken) | known[taken.appointment_id] for sheet, taken in found]

    def _clashes(self, sheets: Sequence[Sheet]) -> Iterator[tuple[Sheet, Taken]]:
        seen: set[tuple[bool, str, Taken]] = set()  # what lasts over New Year stands in two years
        for sheet in sheets:
            diary = self.log.states.newest(sheet.aggregate, sheet.id)
            for taken in clashes(diary, self.id, sheet.spans):
                key = (sheet.is_room, sheet.holder, taken)
                if key not in seen:
                    seen.add(key)
                    yield sheet, taken

    def _about(self, appointment_id: str) -> dict[str, Any]:
        made: Appointment = self.log.states.load(APPOINTMENT, appointment_id, fresh=False).state
        if made.about is None or not rights.reads(self.log.context, made):
            return {"masked": True}
        return {
            "masked": False,
            "appointment_id": appointment_id,
            "kind": made.about.kind,
            "title": made.about.title,
            "organiser": made.organiser,
        }


def row(sheet: Sheet, taken: Taken) -> dict[str, Any]:
    whose = "room" if sheet.is_room else "person"
    return {
        whose: sheet.holder,
        "starts_at": dump_time(taken.span.starts_at),
        "ends_at": dump_time(taken.span.ends_at),
    }

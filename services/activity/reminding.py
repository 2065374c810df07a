"""When who is reminded of a customer that waits to be contacted: judged by its facts and rules."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from kernel.form import CLOCKS_DIFFER
from services.activity.reminder_rules import Ladder, Rules
from services.working_days import WorkingDays

Row = Mapping[str, Any]
PLANNED, NEVER, FORGOTTEN = "planned", "never", "forgotten"


@dataclass(frozen=True)
class Ruling:
    """The rules, and the days that they are counted in."""

    rules: Rules
    zone: ZoneInfo
    days: WorkingDays
    version: str = ""  # of all of it: another one judges anew

    def morning(self, day: date) -> datetime:
        at = datetime.combine(day, time.fromisoformat(self.rules.morning), self.zone)
        return at.astimezone(UTC)

    def midnight(self, day: date) -> datetime:
        return datetime.combine(day, time(), self.zone).astimezone(UTC)

    def day(self, at: datetime) -> date:
        return at.astimezone(self.zone).date()

    def mornings_after(self, day: date, ladder: Ladder, counted: bool = True) -> list[datetime]:
        """Of so many days later: counted in working days, or the next one that is worked."""
        return [self.morning(self._later(day, step.days, counted)) for step in ladder]

    def morning_before(self, day: date) -> datetime:
        """Of that day, or of the last one before it that is worked."""
        return self.morning(self.days.last_working(day) if self.rules.working_days else day)

    def _later(self, day: date, days: int, counted: bool) -> date:
        if not self.rules.working_days:
            return day + timedelta(days=days)
        if counted:
            return self.days.add(day, days)
        return self.days.next_working(day + timedelta(days=days))


@dataclass(frozen=True)
class Situation:
    """Why a customer waits."""

    kind: str  # planned, never, forgotten
    since: datetime
    known_at: datetime  # when we were told: what was due before is history, and in the lists


@dataclass(frozen=True)
class Step:
    """Somebody is to be reminded."""

    kind: str  # due, overdue, never, forgotten
    days: int
    to: tuple[str, ...]
    at: datetime


@dataclass(frozen=True)
class Reminder:
    """What is told now: a step that is overdue, to everybody whose step was missed as well."""

    customer_id: str
    owner: str
    situation: Situation
    step: Step
    rules_version: int


def situation(row: Row) -> Situation | None:
    """None for what nobody has. What came before the present owner is not held against them."""
    if not row.get("owner"):
        return None
    handed: datetime = row["handed_at"]
    contacted = row.get("entered_at")
    if planned := plan(row):
        return Situation(PLANNED, planned, max(row["planned_at"], handed))
    if contacted and contacted > handed:
        return Situation(FORGOTTEN, row["contacted_at"], contacted)
    return Situation(NEVER, row["owned_at"], handed)


def plan(row: Row) -> datetime | None:
    """The next contact, unless a former owner planned it before giving the customer up."""
    planned: datetime | None = row.get("next_contact_at")
    let_go = row.get("let_go_at")
    return planned if planned and not (let_go and let_go >= row["planned_at"]) else None


def steps(found: Situation, by: Ruling) -> list[Step]:
    """The whole ladder, the first step first."""
    rules, since = by.rules, found.since
    match found.kind:
        case "planned":
            due = Step("due", 0, ("owner",), since)
            return [due, *climbed("overdue", rules.overdue, since, by)]
        case "never":
            return climbed(NEVER, rules.never, since, by)
        case _:
            return climbed(FORGOTTEN, rules.forgotten, since, by, counted=False)


def climbed(
    kind: str, ladder: Ladder, since: datetime, by: Ruling, counted: bool = True
) -> list[Step]:
    mornings = by.mornings_after(by.day(since), ladder, counted)
    return [Step(kind, one.days, one.to, at) for one, at in zip(ladder, mornings, strict=True)]


def pending(row: Row, found: Situation, by: Ruling) -> list[Step]:
    """Steps that have neither been taken nor been overtaken by a later one."""
    told = row.get("reminded") or {}
    same = told.get("of") == found.kind and told.get("since") == found.since
    upto = told["days"] if same else -1
    known = found.known_at - CLOCKS_DIFFER  # who plans for this very moment means it
    return [step for step in steps(found, by) if step.days > upto and step.at >= known]


def moment_of(row: Row, by: Ruling) -> datetime | None:
    """When somebody is to be reminded next, if ever."""
    found = situation(row)
    return min((step.at for step in pending(row, found, by)), default=None) if found else None


def overdue(row: Row, by: Ruling, now: datetime) -> Reminder | None:
    """Of several that were missed only the last is told, to all whom they concerned."""
    found = situation(row)
    missed = [step for step in pending(row, found, by) if step.at <= now] if found else []
    if not found or not missed:
        return None
    last = max(missed, key=lambda step: step.days)
    everybody = addressees(missed)
    step = Step(last.kind, last.days, everybody, last.at)
    return Reminder(row["_id"], row["owner"], found, step, by.rules.version)


def addressees(missed: Sequence[Step]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one for step in missed for one in step.to))

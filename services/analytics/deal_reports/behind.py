"""What the figures of a report count: deals, chosen by a condition and by one of their dates."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from services.analytics.deals import CLOSED
from services.analytics.periods import Clock, Period
from services.analytics.question import Question

Condition = dict[str, Any]
PEOPLE = ("person", "team")
MOMENT = timedelta(milliseconds=1)  # the least that rows tell apart
ENDED: dict[str, Condition] = {"won": {"stage": "won"}, "lost": {"stage": "lost"}}
RUNNING: Condition = {"stage": {"$nin": list(CLOSED)}}
OF_CUSTOMER = ("source", "industry", "region")  # known to the ladder, not to the deal
FIELDS = {
    "person": "owner", "team": "owner", "product": "product", "pipeline": "pipeline_id",
    "stage": "stage",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Behind:
    """The deals of a report; `part` is the field by which a line's figures are told apart."""

    dated: str  # the date that lies within the asked days
    match: Condition
    part: str = "stage"
    parts: Sequence[str] = ()  # that there may be; none: as many as stages, reasons, ways
    dates: bool = False  # that date is a day, kept as its midnight in UTC
    past: bool = False  # only what lies before now
    shared: bool = False  # for each who has a part in it, and worth that part
    then: str = ""  # the field that says where it went next
    which: Mapping[str, Condition] = field(default_factory=dict)  # what figures name beside parts
    listed: tuple[str, str] | None = None  # what lines tell one by one up to a limit, and by what

    def chosen(
        self, question: Question, part: str | None = None, more: Condition | None = None
    ) -> dict[str, Any]:
        """Of the people whose records the asker sees, and of the asked days."""
        conditions = [dict(self.match), question.asker.own(self.of)]
        return {"$and": [*conditions, self.within(question.period, part, more or {})]}

    @property
    def of(self) -> str:
        """The field that says whose they are."""
        return "seen_by" if self.shared else "owner"

    def within(self, period: Period, part: str | None, more: Condition) -> dict[str, Any]:
        """What is asked of the members of a list must all be true of one of them."""
        found = period.match(self.dated) | ({} if part is None else {self.part: part}) | more
        told = {name: value for name, value in found.items() if "." not in name}
        member = {name.partition(".")[2]: found[name] for name in found.keys() - told.keys()}
        among = next((name.partition(".")[0] for name in found.keys() - told.keys()), "")
        return told | ({among: {"$elemMatch": member}} if among else {})

    def by_parts(self, question: Question) -> bool:
        """Those that the asker sees; who sees all, sees the whole, unless it is cut by people."""
        return self.shared and (not question.asker.sees_all or question.by in PEOPLE)

    def asked(self, question: Question) -> Question:
        """The same, in the time that the date is kept in, and up to now if only that counts."""
        if self.past:
            past = Period(None, question.clock.now + MOMENT)
            return replace(question, period=question.period.both(past))
        return of_dates(question) if self.dates else question


def of_dates(question: Question) -> Question:
    ends = (question.period.start, question.period.end)
    period = Period(*(at and midnight(at, question.clock.zone) for at in ends))
    return replace(question, period=period, clock=Clock(question.clock.now, "UTC"))


def midnight(at: datetime, zone: str) -> datetime:
    """Of the day that begins then."""
    day = at.astimezone(ZoneInfo(zone)).date()
    return datetime(day.year, day.month, day.day, tzinfo=UTC)

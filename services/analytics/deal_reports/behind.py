"""What the figures of a report count: deals, chosen by a condition and by one of their dates."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from kernel.rows import Rows
from services.analytics import deal_parts
from services.analytics.deal_reports.summed import answerable, summed, whole_months
from services.analytics.deals import CLOSED, DEALS
from services.analytics.ladder import LADDER
from services.analytics.periods import Clock, Period
from services.analytics.question import Question
from services.analytics.reading import Stage, aggregate

PEOPLE = ("person", "team")
MOMENT = timedelta(milliseconds=1)  # the least that rows tell apart
RUNNING: Mapping[str, Any] = {"stage": {"$nin": list(CLOSED)}}
OF_CUSTOMER = ("source", "industry", "region")  # known to the ladder, not to the deal
FIELDS = {
    "person": "owner", "team": "owner", "product": "product", "pipeline": "pipeline_id",
    "stage": "stage",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Behind:
    """The deals of a report; `part` is the field by which a line's figures are told apart."""

    dated: str  # the date that lies within the asked days
    match: Mapping[str, Any]
    part: str = "stage"
    parts: Sequence[str] = ()  # that there may be; none: as many as stages, reasons, ways
    dates: bool = False  # that date is a day, kept as its midnight in UTC
    past: bool = False  # only what lies before now
    shared: bool = False  # for each who has a part in it, and worth that part

    def chosen(self, question: Question, part: str | None = None) -> dict[str, Any]:
        """Of the people whose records the asker sees, and of the asked days."""
        conditions = [dict(self.match), question.asker.own(self.of)]
        return {"$and": [*conditions, self.within(question.period, part)]}

    @property
    def of(self) -> str:
        """The field that says whose they are."""
        return "seen_by" if self.shared else "owner"

    def within(self, period: Period, part: str | None) -> dict[str, Any]:
        """Of a date that lies in a list it is one member that has this date and this part."""
        found = period.match(self.dated) | ({} if part is None else {self.part: part})
        among, dot, _ = self.dated.partition(".")
        if not dot or not found:
            return found
        member = {name.removeprefix(f"{among}."): value for name, value in found.items()}
        return {among: {"$elemMatch": member}}

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


@dataclass(frozen=True, slots=True)
class Figure:
    """What is added up: over which deals, by which kinds, and where it stands among the sums."""

    behind: Behind
    kinds: Mapping[str, Any]  # by name: expressions of a deal
    sums: Mapping[str, Any]
    unwound: Sequence[Stage] = ()  # before, of an aggregation
    summed: Sequence[str] = ()  # names in the sums of months; none: it is not among them
    parted: Sequence[str] = ("parts",)  # the same of what each has a part in


def grouped(rows: Rows, question: Question, figure: Figure) -> list[dict[str, Any]]:
    """By the key that the report is cut by and by the kinds: some of them may come twice."""
    asked = figure.behind.asked(question)
    if figure.summed and answerable(rows, question) and (whole := whole_months(asked)):
        months, edges = whole
        shared = figure.behind.shared and question.by in PEOPLE
        names = figure.parted if shared else figure.summed
        found = summed(rows, asked, months, names, list(figure.kinds))
        return [*found, *(one for edge in edges for one in scanned(rows, edge, figure))]
    return scanned(rows, asked, figure)


def scanned(rows: Rows, question: Question, figure: Figure) -> list[dict[str, Any]]:
    """From the deals. What customers tell is looked up once for each of them, not for each deal."""
    behind, kinds, sums, parted = (
        figure.behind,
        figure.kinds,
        figure.sums,
        in_parts(figure, question),
    )
    joined = question.by in OF_CUSTOMER
    key = "$customer_id" if joined else question.key(field(question), behind.dated)
    if parted:
        sums = {"count": "$part.own", "amount": deal_parts.WORTH}
        key = "$part.person" if question.by in PEOPLE else key
    added = {name: {"$sum": value} for name, value in sums.items()}
    found = aggregate(
        rows.collection(DEALS),
        {"$match": behind.chosen(question)},
        *parted,
        *figure.unwound,
        {"$match": question.period.match(behind.dated) if "." in behind.dated else {}},
        {"$group": {"_id": {"key": key, **kinds}, **added}},
        *(of_customers(rows, str(question.by), kinds, sums) if joined else ()),
    )
    return [row["_id"] | {"key": row["_id"].get("key")} | row for row in found]


def in_parts(figure: Figure, question: Question) -> Sequence[Stage]:
    """Those that the asker sees: who sees all, the whole, unless it is cut by people."""
    if not figure.behind.shared or (question.asker.sees_all and question.by not in PEOPLE):
        return ()
    return (*deal_parts.EACH, {"$match": question.asker.own("part.person")})


def of_customers(
    rows: Rows, by: str, kinds: Mapping[str, Any], sums: Mapping[str, Any]
) -> list[Stage]:
    """The same sums, by what the ladder knows of the customers."""
    again = {name: f"$_id.{name}" for name in kinds} | {"key": f"$customer.{by}"}
    added = {name: {"$sum": f"${name}"} for name in sums}
    return [*customer_of(rows, "_id.key"), {"$group": {"_id": again, **added}}]


def customer_of(rows: Rows, id: str) -> list[Stage]:
    ladder = rows.collection(LADDER).name
    ids = {"from": ladder, "localField": id, "foreignField": "_id", "as": "customer"}
    return [{"$lookup": ids}, {"$set": {"customer": {"$first": "$customer"}}}]


def field(question: Question) -> str:
    return FIELDS.get(question.by or "", "")

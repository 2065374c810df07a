"""The deals behind a figure of a report, one by one: as many as the figure says."""

from dataclasses import dataclass, replace
from typing import Any

from kernel.projection import Row
from kernel.refusal import NotFound
from kernel.rows import Rows
from services.analytics.asked_days import asked_for
from services.analytics.asker import Asker
from services.analytics.deal_reports.behind import FIELDS, OF_CUSTOMER, Behind, customer_of
from services.analytics.deals import DEALS
from services.analytics.pages import Order, behind, sealed
from services.analytics.parameters import one_of, page_length, wrong
from services.analytics.periods import PERIODS, Clock, called
from services.analytics.plain import money, time
from services.analytics.question import Question
from services.analytics.reading import aggregate
from services.analytics.reports import named, question_of

Answer = dict[str, Any]
LATEST_CLOSED = Order("-closed_at", "closed_at")
LATEST_OPENED = Order("-opened_at", "opened_at")
PLAIN = (
    "name", "stage", "customer_id", "product", "pipeline_id", "probability", "commitment",
    "expected_close", "lost_reason", "way",
)  # fmt: skip
TIMES = ("opened_at", "engaged_at", "stage_since", "stuck_at", "closed_at")


@dataclass(frozen=True, slots=True)
class Opened:
    """Which figure: of one line where the report is cut, and of one part of it if one is named."""

    report: str
    from_: str | None = None
    to: str | None = None
    within: str | None = None
    by: str | None = None
    key: str | None = None  # without one, where it is cut: the deals that have none
    part: str | None = None


def behind_figure(
    rows: Rows, asker: Asker, clock: Clock, figure: Opened, limit: int | None, cursor: str | None
) -> tuple[list[Answer], str | None]:
    """One page, the latest first. Raises NotFound for a report whose figures are no deals."""
    report = named(figure.report)
    if report.behind is None:
        says = "are customers: /customers opens them" if report.counted else "are no deals"
        raise NotFound("no-deals-behind", f"the figures of {figure.report} {says}")
    require_line(figure)
    if figure.part is not None and report.behind.parts:
        one_of("part", figure.part, report.behind.parts)
    days = asked_for(figure.from_, figure.to, figure.within, clock)
    question = question_of(report, rows, asker, clock, days, figure.by)
    return opened(rows, question, report.behind, figure.key, figure.part, limit, cursor)


def require_line(figure: Opened) -> None:
    if figure.key is not None and figure.by is None:
        raise wrong("key", "names a line of a report that is cut: say `by` what")


def opened(
    rows: Rows,
    question: Question,
    figure: Behind,
    key: str | None = None,
    part: str | None = None,
    limit: int | None = None,
    cursor: str | None = None,
) -> tuple[list[Answer], str | None]:
    order = LATEST_CLOSED if figure.dated == "closed_at" else LATEST_OPENED
    length, asked = page_length(limit), figure.asked(question)
    line = {} if question.by is None else of_line(asked, figure, key)
    if question.by in PERIODS and key is not None:
        asked = in_line(asked, key)
    joined = customer_of(rows, "customer_id") if question.by in OF_CUSTOMER else []
    match = [figure.chosen(asked, part), behind(cursor, order), {} if joined else line]
    found = aggregate(
        rows.collection(DEALS),
        {"$match": {"$and": match}},
        {"$sort": dict(order.sort)},
        *joined,
        {"$match": line},
        {"$limit": length + 1},
    )
    more = sealed(order, found[length - 1]) if len(found) > length else None
    return [shown(row) for row in found[:length]], more


def of_line(question: Question, figure: Behind, key: str | None) -> dict[str, Any]:
    """The condition of one line; without a key that of the deals that have none."""
    by = str(question.by)
    if by in PERIODS:
        return {figure.dated: None} if key is None else {}
    if by == "team":
        return of_team(question, key, figure.of)
    if by == "person" and key is not None:
        return {figure.of: key}
    return {f"customer.{by}" if by in OF_CUSTOMER else FIELDS[by]: key}


def in_line(question: Question, key: str) -> Question:
    """Of its period alone: what has several dates must have the one that is asked for in it."""
    period = called(str(question.by), key, question.clock.zone)
    return replace(question, period=question.period.both(period))


def of_team(question: Question, team: str | None, field: str) -> dict[str, Any]:
    members = [person for person, theirs in question.teams.items() if theirs == team]
    if team is not None:
        return {field: {"$in": members}}
    elsewhere = {"$nin": [person for person, theirs in question.teams.items() if theirs]}
    if field != "seen_by":
        return {field: elsewhere}
    return {"$or": [{field: {"$elemMatch": elsewhere}}, {"owner": None}]}


def shown(row: Row) -> Answer:
    return {
        "id": row["_id"],
        "person": row["owner"],
        "amount": money(row["amount"], row["currency"]),
        "shares": row["shares"],
        **{name: row[name] for name in PLAIN},
        **{name: time(row[name]) for name in TIMES},
    }

"""The deals behind a figure of a report, one by one: together they add up to it."""

from dataclasses import dataclass
from typing import Any

from kernel.projection import Row
from kernel.refusal import NotFound
from kernel.rows import Rows
from services.analytics.asked_days import asked_for
from services.analytics.asker import Asker
from services.analytics.deal_reports.adding import added
from services.analytics.deal_reports.behind import OF_CUSTOMER, Behind
from services.analytics.deal_reports.grouping import customer_of
from services.analytics.deals import DEALS
from services.analytics.of_line import in_line, of_line, require_line
from services.analytics.pages import Order, behind, sealed
from services.analytics.parameters import one_of, page_length, wrong
from services.analytics.periods import PERIODS, Clock
from services.analytics.plain import money, time
from services.analytics.question import Question
from services.analytics.reading import aggregate
from services.analytics.reports import Report, named, question_of

Answer = dict[str, Any]
Condition = dict[str, Any]
LATEST_CLOSED = Order("-closed_at", "closed_at")
LATEST_OPENED = Order("-opened_at", "opened_at")
REST = "rest"  # of what a line tells one by one
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
    then: str | None = None  # where they went next
    which: str | None = None  # those of the part that ended so, or that are not told one by one


def behind_figure(
    rows: Rows, asker: Asker, clock: Clock, figure: Opened, limit: int | None, cursor: str | None
) -> tuple[list[Answer], str | None]:
    """One page, the latest first. Raises NotFound for a report whose figures are no deals."""
    report = named(figure.report)
    if report.behind is None:
        says = "are customers: /customers opens them" if report.counted else "are no deals"
        raise NotFound("no-deals-behind", f"the figures of {figure.report} {says}")
    require_line(figure.by, figure.key)
    if figure.part is not None and report.behind.parts:
        one_of("part", figure.part, report.behind.parts)
    days = asked_for(figure.from_, figure.to, figure.within, clock)
    question = question_of(report, rows, asker, clock, days, figure.by)
    more = narrowed(rows, question, report, report.behind, figure)
    return opened(rows, question, report.behind, figure, more, limit, cursor)


def narrowed(
    rows: Rows, question: Question, report: Report, of: Behind, figure: Opened
) -> Condition:
    """What is asked of the deals beside their part. Raises Invalid where no figure is so told."""
    found: Condition = {}
    if figure.then is not None:
        if not of.then:
            raise wrong("then", f"is asked of conversion alone, not of {figure.report}")
        found[of.then] = figure.then
    if figure.which is not None:
        known = [*of.which, *([REST] if of.listed else [])]
        if not known:
            raise wrong("which", f"is nothing that figures of {figure.report} are told by")
        if one_of("which", figure.which, known) == REST:
            return found | {of.part: {"$nin": listed(rows, question, report, figure)}}
        found |= of.which[figure.which]
    return found


def listed(rows: Rows, question: Question, report: Report, figure: Opened) -> list[str]:
    """What the line tells one by one: none of it, where there is no such line."""
    assert report.behind
    assert report.behind.listed
    told, (each, name) = report.ask(rows, question), report.behind.listed
    lines = [one for one in told["rows"] if one["key"] == figure.key]
    shown = lines if figure.by else [told["total"]]
    return [one[name] for line in shown for one in line[each] if one[name] is not None]


def opened(
    rows: Rows,
    question: Question,
    of: Behind,
    figure: Opened,
    more: Condition,
    limit: int | None,
    cursor: str | None,
) -> tuple[list[Answer], str | None]:
    asked, key = of.asked(question), figure.key
    line = {} if asked.by is None else of_line(asked, of, key)
    if asked.by in PERIODS and key is not None:
        asked = in_line(asked, key)
    order = LATEST_CLOSED if of.dated == "closed_at" else LATEST_OPENED
    match = {"$and": [of.chosen(asked, figure.part, more), behind(cursor, order)]}
    length = page_length(limit)
    found = matching(rows, asked, match, line, order, length + 1)
    following = sealed(order, found[length - 1]) if len(found) > length else None
    each = [shown(row) | added(row, asked, of, key, figure.part) for row in found[:length]]
    return each, following


def matching(
    rows: Rows, question: Question, match: Condition, line: Condition, order: Order, limit: int
) -> list[Row]:
    """What customers tell is looked up for no more deals than must be."""
    joined = customer_of(rows, "customer_id") if question.by in OF_CUSTOMER else []
    return aggregate(
        rows.collection(DEALS),
        {"$match": {"$and": [match, {} if joined else line]}},
        {"$sort": dict(order.sort)},
        *joined,
        {"$match": line},
        {"$limit": limit},
    )


def shown(row: Row) -> Answer:
    return {
        "id": row["_id"],
        "person": row["owner"],
        "amount": money(row["amount"], row["currency"]),
        "shares": row["shares"],
        **{name: row[name] for name in PLAIN},
        **{name: time(row[name]) for name in TIMES},
    }

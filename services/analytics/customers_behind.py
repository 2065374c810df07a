"""The customers behind a figure on the ladder, one by one, the last registered first.

As many as the figure says; in the time on rungs, one that was on a rung twice counts twice.
"""

from typing import Any

from kernel.projection import Row
from kernel.refusal import NotFound
from kernel.rows import Rows
from services.analytics import hands
from services.analytics.asked_days import asked_for
from services.analytics.asker import Asker
from services.analytics.deals_behind import Opened, of_team, require_line
from services.analytics.ladder import LADDER, RANKS
from services.analytics.ladder_reports.behind import HELD, Counted
from services.analytics.pages import Order, page
from services.analytics.parameters import wrong
from services.analytics.periods import PERIODS, Clock, called
from services.analytics.plain import time
from services.analytics.question import Question
from services.analytics.reports import named, question_of

Answer = dict[str, Any]
Condition = dict[str, Any]
LATEST = Order("-registered_at", "registered_at")
HIGHEST = {rank: rung for rung, rank in RANKS.items()}


def customers_behind(
    rows: Rows, asker: Asker, clock: Clock, figure: Opened, limit: int | None, cursor: str | None
) -> tuple[list[Answer], str | None]:
    """One page. Raises NotFound for a report whose figures are no customers."""
    report = named(figure.report)
    if report.counted is None:
        raise NotFound("no-customers-behind", f"the figures of {figure.report} are no customers")
    require_line(figure)
    if figure.by and not report.counted.cut:
        raise wrong("by", f"the customers of {figure.report} are counted in its total alone")
    days = asked_for(figure.from_, figure.to, figure.within, clock)
    question = question_of(report, rows, asker, clock, days, figure.by)
    match = chosen(question, report.counted, figure.key, figure.part)
    found, following = page(rows.collection(LADDER), match, LATEST, limit, cursor)
    return [shown(row) for row in found], following


def chosen(question: Question, counted: Counted, key: str | None, part: str | None) -> Condition:
    """Where the report is cut: those of one line; without a key, of the line that has none."""
    by, period = question.by, question.period
    if by in PERIODS:  # all of them have the date, so that a line without has nobody
        period = period.both(called(str(by), key or "", question.clock.zone))
        return counted.chosen(question, period, part)
    return {"$and": [counted.chosen(question, period, part), of_line(question, key)]}


def of_line(question: Question, key: str | None) -> Condition:
    match question.by:
        case None:
            return {}
        case "team":
            return of_team(question, key, HELD)
        case "person":
            return {HELD: key}
        case by:
            return {by: key}


def shown(row: Row) -> Answer:
    """Nothing of what a pool may hide: that is read of the customer itself."""
    return {
        "id": row["_id"],
        "person": row.get(HELD),
        "stage": hands.stage({"stage": "pool"} | row),
        "highest": HIGHEST[row.get("highest", 0)],
        "registered_at": time(row["registered_at"]),
        "left": [stay(one) for one in row.get("stays", ())],
    }


def stay(left: Row) -> Answer:
    ends = {name: time(left[name]) for name in ("since", "until")}
    return {"stage": left["stage"], "to": left["to"], "by": left["by"]} | ends

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
from services.analytics.deals_behind import Opened
from services.analytics.ladder import LADDER, RANKS
from services.analytics.ladder_reports.behind import HELD
from services.analytics.of_line import of_team, require_line
from services.analytics.pages import Order, page
from services.analytics.parameters import wrong
from services.analytics.periods import PERIODS, Clock, Period, called
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
    """One page, of one line where the report is cut; without a key, of that which has none.

    Raises NotFound for a report whose figures are no customers.
    """
    report = named(figure.report)
    if report.counted is None:
        raise NotFound("no-customers-behind", f"the figures of {figure.report} are no customers")
    require_line(figure.by, figure.key)
    if figure.by and not report.counted.cut:
        raise wrong("by", f"the customers of {figure.report} are counted in its total alone")
    days = asked_for(figure.from_, figure.to, figure.within, clock)
    question = question_of(report, rows, asker, clock, days, figure.by)
    period = of_period(question, figure.key)
    chosen = report.counted.chosen(question, period, figure.part)
    match = {"$and": [chosen, of_line(question, figure.key)]}
    found, following = page(rows.collection(LADDER), match, LATEST, limit, cursor)
    times = report.counted.times
    return [shown(row) | {"counted": times(row, period, figure.part)} for row in found], following


def of_period(question: Question, key: str | None) -> Period:
    """Where it is cut by periods, that of the line; all of them have the date."""
    if question.by not in PERIODS:
        return question.period
    return question.period.both(called(str(question.by), key or "", question.clock.zone))


def of_line(question: Question, key: str | None) -> Condition:
    match question.by:
        case by if by is None or by in PERIODS:
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

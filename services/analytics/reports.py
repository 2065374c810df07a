"""The reports by name: what each may be cut by, and which group of rows it reads."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from kernel.group import Group
from kernel.refusal import NotFound
from kernel.rows import Rows
from services.analytics import organisation
from services.analytics.asked_days import Days, asked_for
from services.analytics.asker import Asker
from services.analytics.deal_reports import (
    average_deal,
    conversion,
    forecast,
    funnel,
    loss_reasons,
    paths,
    remaining_time,
    sales_cycle,
    stuck_deals,
    time_in_stage,
    win_rate,
    won_value,
)
from services.analytics.deal_reports.behind import Behind
from services.analytics.due_customers import due_customers
from services.analytics.groups import LISTS, REPORTS
from services.analytics.ladder_reports import behind as on_ladder
from services.analytics.ladder_reports.behind import Counted
from services.analytics.ladder_reports.rung_conversion import rung_conversion
from services.analytics.ladder_reports.time_on_rung import time_on_rung
from services.analytics.organisation import STAFF
from services.analytics.parameters import one_of
from services.analytics.periods import PERIODS, Clock
from services.analytics.question import Question
from services.analytics.spans import COMPARED
from services.analytics.workload import workload

Ask = Callable[[Rows, Question], dict[str, Any]]
OF_DEALS = ("person", "team", "region", "product", "source", "industry", "pipeline", *PERIODS)
OF_CUSTOMERS = ("person", "team", "region", "source", "industry", *PERIODS)


@dataclass(frozen=True, slots=True)
class Report:
    ask: Ask
    cuts: tuple[str, ...]  # what `by` may be
    usual: str | None = None  # what it is when nothing is said
    group: Group = REPORTS
    behind: Behind | None = None  # the deals that its figures count
    counted: Counted | None = None  # the customers


def of_deals(
    ask: Ask,
    behind: Behind,
    cuts: tuple[str, ...] = OF_DEALS,
    counted: Counted | None = None,
) -> Report:
    return Report(ask, cuts, behind=behind, counted=counted)


NAMED: Mapping[str, Report] = {
    "won-value": of_deals(won_value.won_value, won_value.BEHIND),
    "average-deal": of_deals(average_deal.average_deal, average_deal.BEHIND),
    "win-rate": of_deals(win_rate.win_rate, win_rate.BEHIND),
    "sales-cycle": of_deals(sales_cycle.sales_cycle, sales_cycle.BEHIND),
    "loss-reasons": of_deals(loss_reasons.loss_reasons, loss_reasons.BEHIND),
    "funnel": of_deals(funnel.funnel, funnel.BEHIND, (*OF_DEALS, "stage"), on_ladder.STANDING),
    "conversion": of_deals(conversion.conversion, conversion.BEHIND),
    "time-in-stage": of_deals(time_in_stage.time_in_stage, time_in_stage.BEHIND),
    "remaining-time": of_deals(remaining_time.remaining_time, remaining_time.BEHIND),
    "paths": of_deals(paths.paths, paths.BEHIND),
    "stuck-deals": of_deals(stuck_deals.stuck_deals, stuck_deals.BEHIND),
    "forecast": of_deals(forecast.forecast, forecast.BEHIND),
    "rung-conversion": Report(rung_conversion, OF_CUSTOMERS, counted=on_ladder.REACHED),
    "time-on-rung": Report(time_on_rung, OF_CUSTOMERS, counted=on_ladder.LEFT),
    "workload": Report(workload, ("person", "team", *PERIODS), "person"),
    "due": Report(due_customers, ("person", "team"), "person", LISTS),
}


def named(name: str) -> Report:
    """Raises NotFound that says which there are."""
    if name not in NAMED:
        known = sorted(NAMED)
        raise NotFound("no-such-report", f"there are {', '.join(known)}", reports=known)
    return NAMED[name]


def answer(
    name: str,
    rows: Rows,
    asker: Asker,
    clock: Clock,
    from_: str | None = None,
    to: str | None = None,
    by: str | None = None,
    within: str | None = None,
    compare: str | None = None,
    staff: Rows | None = None,
) -> dict[str, Any]:
    """The figures of the asker's own work, or of everybody's for a manager.

    With `compare` also those of the span before, or of the same a year ago, under `compared`.
    `staff` are the rows that have the people, where the report's own have not.
    """
    report, days = named(name), asked_for(from_, to, within, clock)
    question = question_of(report, staff or rows, asker, clock, days, by)
    told = {"report": name, **days.told(), "by": question.by} | report.ask(rows, question)
    if compare:
        earlier = days.before(one_of("compare", compare, COMPARED))
        then = replace(question, period=earlier.period(clock.zone))
        told["compared"] = earlier.told() | report.ask(rows, then)
    return told


def question_of(
    report: Report, staff: Rows, asker: Asker, clock: Clock, days: Days, by: str | None
) -> Question:
    cut = one_of("by", by, report.cuts) if by else report.usual
    teams = organisation.teams(staff.collection(STAFF), asker.above) if cut == "team" else {}
    return Question(asker, days.period(clock.zone), cut, clock, teams)

"""The reports by name: what each may be cut by, and which group of rows it reads."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from kernel.group import Group
from kernel.refusal import NotFound
from kernel.rows import Rows
from services.analytics import organisation
from services.analytics.asked_days import asked_for
from services.analytics.asker import Asker
from services.analytics.deals import funnel, sales_cycle, win_rate, won_value
from services.analytics.due_customers import due_customers
from services.analytics.groups import LISTS, REPORTS
from services.analytics.organisation import STAFF
from services.analytics.parameters import one_of
from services.analytics.periods import PERIODS, Clock
from services.analytics.question import Question
from services.analytics.spans import COMPARED
from services.analytics.workload import workload

Ask = Callable[[Rows, Question], dict[str, Any]]
OF_DEALS = ("person", "team", "product", "source", *PERIODS)


@dataclass(frozen=True, slots=True)
class Report:
    ask: Ask
    cuts: tuple[str, ...]  # what `by` may be
    usual: str | None = None  # what it is when nothing is said
    group: Group = REPORTS


NAMED: Mapping[str, Report] = {
    "won-value": Report(won_value, OF_DEALS),
    "win-rate": Report(win_rate, OF_DEALS),
    "sales-cycle": Report(sales_cycle, OF_DEALS),
    "funnel": Report(funnel, (*OF_DEALS, "stage")),
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
    report = named(name)
    cut = one_of("by", by, report.cuts) if by else report.usual
    days = asked_for(from_, to, within, clock)
    teams = organisation.teams((staff or rows).collection(STAFF)) if cut == "team" else {}
    question = Question(asker, days.period(clock.zone), cut, clock, teams)
    told = {"report": name, **days.told(), "by": cut} | report.ask(rows, question)
    if compare:
        earlier = days.before(one_of("compare", compare, COMPARED))
        then = replace(question, period=earlier.period(clock.zone))
        told["compared"] = earlier.told() | report.ask(rows, then)
    return told

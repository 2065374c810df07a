"""The report on loss reasons: why deals were lost that were closed within the days, and to whom.

In the words of whoever closed them, the most frequent first; beyond the first fifty the rest is
one line without a reason.
"""

from typing import Any

from kernel.rows import Rows
from services.analytics.averages import percent
from services.analytics.deal_reports.behind import Behind
from services.analytics.deal_reports.worth import tallied, worth
from services.analytics.question import Line, Question, lines
from services.analytics.tally import Group, counted

BEHIND = Behind("closed_at", {"stage": "lost"}, part="lost_reason", listed=("reasons", "reason"))
MOST = 50


def loss_reasons(rows: Rows, question: Question) -> dict[str, Any]:
    groups = tallied(rows, question, BEHIND, ["reasons"], "$lost_reason")
    return lines(question, groups, reasons, counted)


def reasons(groups: list[Group]) -> Line:
    every: dict[str, list[Group]] = {}
    for group in groups:
        every.setdefault(group.stage, []).append(group)
    ranked = sorted(every.items(), key=lambda pair: (-counted(pair[1]), pair[0]))
    told: list[tuple[str | None, list[Group]]] = [*ranked[:MOST]]
    if rest := [group for _, found in ranked[MOST:] for group in found]:
        told.append((None, rest))
    lost = counted(groups)
    shown = [
        {"reason": reason, "percent": percent(counted(found), lost)} | worth(found)
        for reason, found in told
    ]
    return {"lost": lost, "reasons": shown}

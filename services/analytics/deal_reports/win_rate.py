"""The report on the win rate: won ÷ (won + lost), in percent, of the deals that were closed."""

from typing import Any

from kernel.rows import Rows
from services.analytics.averages import percent
from services.analytics.deal_reports.behind import Behind
from services.analytics.deal_reports.worth import tallied
from services.analytics.deals import CLOSED
from services.analytics.question import Line, Question, lines
from services.analytics.tally import Group, counted

BEHIND = Behind("closed_at", {"stage": {"$in": list(CLOSED)}}, parts=CLOSED)


def win_rate(rows: Rows, question: Question) -> dict[str, Any]:
    groups = tallied(rows, question, BEHIND, CLOSED)
    return lines(question, groups, rate, lambda found: (rate(found)["win_rate"], counted(found)))


def rate(groups: list[Group]) -> Line:
    wins, closed = counted(group for group in groups if group.stage == "won"), counted(groups)
    return {"won": wins, "lost": closed - wins, "win_rate": percent(wins, closed)}

"""The report on paths: through which stages deals went, and how often each way ended in a win.

Of the deals closed within the days; a stage that a deal came back to stands in its way again. The
fifty ways that were taken most often are told, and how many deals took any other.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from kernel.rows import Rows
from services.analytics.averages import percent
from services.analytics.deal_reports.behind import ENDED, Behind
from services.analytics.deal_reports.grouping import Figure, grouped
from services.analytics.deal_reports.win_rate import rate
from services.analytics.deal_reports.worth import STANDING, WORTH
from services.analytics.deals import ARROW, CLOSED
from services.analytics.question import Line, Question, lines
from services.analytics.tally import Group, amounts, counted

BEHIND = Behind(
    "closed_at", {"stage": {"$in": list(CLOSED)}}, part="way", which=ENDED, listed=("paths", "way")
)
FIGURE = Figure(BEHIND, STANDING | {"way": "$way"}, WORTH, summed=["ways"])
MOST = 50


@dataclass(frozen=True, slots=True)
class Taken:
    """Deals that went one way, and ended alike."""

    key: str | None
    way: str
    deals: Group


def paths(rows: Rows, question: Question) -> dict[str, Any]:
    found = grouped(rows, question, FIGURE)
    taken = [Taken(g["key"], g["way"], ended(g)) for g in found]
    return lines(question, taken, ways, lambda every: counted(one.deals for one in every))


def ended(found: dict[str, Any]) -> Group:
    amount = Decimal(found["amount"])
    return Group(found["key"], found["stage"], found.get("currency"), found["count"], amount)


def ways(taken: Iterable[Taken]) -> Line:
    every: dict[str, list[Group]] = {}
    for one in taken:
        every.setdefault(one.way, []).append(one.deals)
    closed = sum(counted(deals) for deals in every.values())
    ranked = sorted(every.items(), key=lambda pair: (-counted(pair[1]), pair[0]))
    others = sum(counted(deals) for _, deals in ranked[MOST:])
    return {"closed": closed, "paths": [told(*one, closed) for one in ranked[:MOST]],
            "others": others}  # fmt: skip


def told(way: str, deals: list[Group], closed: int) -> dict[str, Any]:
    """`won_amounts` is what those that were won brought."""
    wins = [deal for deal in deals if deal.stage == "won"]
    share = percent(counted(deals), closed)
    about = {"way": way, "stages": way.split(ARROW), "percent": share}
    return about | rate(deals) | {"won_amounts": amounts(wins)}

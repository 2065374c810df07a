"""The report on the sales cycle: days from engaging to closing of the deals that were won.

Between two dates of the company's calendar. A deal that was won from the first stage was never
engaged before: its cycle began when it was opened.
"""

from typing import Any

from kernel.rows import Rows
from services.analytics.deal_reports.behind import Behind
from services.analytics.deal_reports.days import between, duration, read
from services.analytics.deal_reports.grouping import Figure, grouped
from services.analytics.deals import BEGAN
from services.analytics.question import Question, lines

BEHIND = Behind("closed_at", {"stage": "won"}, parts=["won"])


def sales_cycle(rows: Rows, question: Question) -> dict[str, Any]:
    days = {"days": between(question, BEGAN, "$closed_at")}
    figure = Figure(BEHIND, days, {"count": 1}, summed=["cycles"])
    cycles = read(grouped(rows, question, figure))
    return lines(question, cycles, duration, lambda found: -duration(found)["mean_days"])

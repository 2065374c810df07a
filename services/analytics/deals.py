"""Reports over deals: what was won, how often, how fast, and where the others stand."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from kernel.projection import Projection
from kernel.rows import Rows
from services.analytics import deal_row
from services.analytics.averages import mean, median, percent
from services.analytics.ladder import LADDER, rungs
from services.analytics.opportunities import STAGES
from services.analytics.question import Line, Question, lines
from services.analytics.reading import Stage, aggregate
from services.analytics.tally import Group, amounts, counted, largest, tally
from services.pipeline.events import OpportunityEvent

DEALS = Projection(
    "deals",
    OpportunityEvent,
    lambda recorded: str(recorded.event.opportunity_id),
    deal_row.evolve,
    edition=2,  # with the pipeline, its stages so far, and all that is told of it
    indexes=(
        [("stage", 1), ("closed_at", 1)],
        [("owner", 1), ("closed_at", 1)],
        [("opened_at", 1)],
    ),
)
FIELDS = {
    "person": "owner", "team": "owner", "product": "product", "source": "customer.source",
    "stage": "stage",
}  # fmt: skip


def won_value(rows: Rows, question: Question) -> dict[str, Any]:
    groups = cut(rows, question, "closed_at", {"stage": "won"})
    return lines(question, groups, won, lambda found: (largest(found), counted(found)))


def won(groups: list[Group]) -> Line:
    return {"count": counted(groups), "amounts": amounts(groups)}


def win_rate(rows: Rows, question: Question) -> dict[str, Any]:
    groups = cut(rows, question, "closed_at", {"stage": {"$in": ["won", "lost"]}})
    return lines(question, groups, rate, lambda found: (rate(found)["win_rate"], counted(found)))


def rate(groups: list[Group]) -> Line:
    """Won ÷ (won + lost), in percent."""
    wins, closed = counted(group for group in groups if group.stage == "won"), counted(groups)
    return {"won": wins, "lost": closed - wins, "win_rate": percent(wins, closed)}


def funnel(rows: Rows, question: Question) -> dict[str, Any]:
    """Deals opened within the period by the stage they stand in; customers by their rung."""
    groups = cut(rows, question, "opened_at", {})
    answer = lines(question, groups, standing, counted)
    answer["total"]["customers"] = rungs(rows.collection(LADDER), question)
    return answer


def standing(groups: list[Group]) -> Line:
    here = {stage: [group for group in groups if group.stage == stage] for stage in STAGES}
    return {"opportunities": [{"stage": stage} | won(found) for stage, found in here.items()]}


@dataclass(frozen=True, slots=True)
class Cycle:
    """So many won deals took so many days from engaging to closing."""

    key: str | None
    days: int
    count: int


def sales_cycle(rows: Rows, question: Question) -> dict[str, Any]:
    """Days between two dates of the company's calendar; deals without engage date are left out."""
    match = chosen(question, "closed_at", {"stage": "won", "engaged_at": {"$ne": None}})
    ends = {"startDate": "$engaged_at", "endDate": "$closed_at", "unit": "day"}
    days = {"$dateDiff": ends | {"timezone": question.clock.zone}}
    kinds = {"key": question.key(field(question), "closed_at"), "days": days}
    found = aggregate(
        rows.collection(DEALS),
        {"$match": match},
        *customer_of(rows, question),
        {"$group": {"_id": kinds, "count": {"$sum": 1}}},
    )
    cycles = [Cycle(g["_id"].get("key"), int(g["_id"]["days"]), g["count"]) for g in found]
    return lines(question, cycles, duration, lambda found: -duration(found)["mean_days"])


def duration(cycles: list[Cycle]) -> Line:
    counts: Counter[int] = Counter()
    for cycle in cycles:
        counts[cycle.days] += cycle.count
    return {
        "count": sum(counts.values()),
        "mean_days": mean(counts),
        "median_days": median(counts),
    }


def cut(rows: Rows, question: Question, dated: str, match: dict[str, Any]) -> list[Group]:
    by = question.key(field(question), dated)
    deals = rows.collection(DEALS)
    return tally(deals, chosen(question, dated, match), by, customer_of(rows, question))


def chosen(question: Question, dated: str, match: dict[str, Any]) -> dict[str, Any]:
    return {"$and": [match, question.asker.own(), question.period.match(dated)]}


def field(question: Question) -> str:
    return FIELDS.get(question.by or "", "")


def customer_of(rows: Rows, question: Question) -> list[Stage]:
    """Where the customer came from is known to the ladder, not to the deal."""
    if question.by != "source":
        return []
    ladder = rows.collection(LADDER).name
    ids = {"from": ladder, "localField": "customer_id", "foreignField": "_id", "as": "customer"}
    return [{"$lookup": ids}, {"$set": {"customer": {"$first": "$customer"}}}]

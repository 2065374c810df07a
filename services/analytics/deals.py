"""One row per deal for the reports: what the list knows of it, and the way it went."""

from datetime import UTC, datetime
from itertools import pairwise
from typing import Any

from kernel.event import Recorded
from kernel.projection import Projection, Row
from services.analytics import deal_row
from services.analytics.deal_sums import DEAL_SUMS
from services.pipeline.events import OpportunityEvent, OpportunityMigrated

CLOSED = ("won", "lost")
ARROW = " > "  # between the stages of a way
UNSAID = "pipeline"  # what is committed to who says nothing

BEGAN = {"$ifNull": ["$engaged_at", "$opened_at"]}  # the cycle, of what was won on its first stage


def evolve(row: Row, recorded: Recorded) -> Row:
    made = deal_row.evolve(row, recorded)
    if isinstance(recorded.event, OpportunityMigrated):
        made["history"] = renamed(row["history"], recorded.event.to)
    told = {"commitment": made["forecast"] or UNSAID, "expected_at": day(made["expected_close"])}
    moved = made["history"] is not row.get("history")
    return made | told | (went(made["history"]) if moved else {})


def day(written: str | None) -> datetime | None:
    """Midnight in UTC stands for the day, whatever the company's zone."""
    return datetime.fromisoformat(written).replace(tzinfo=UTC) if written else None


def renamed(history: list[Row], stage: str) -> list[Row]:
    """To be moved to another version is no step: where it stands is called otherwise from now on.

    What it had left before is told as it was called then.
    """
    return [*history[:-1], history[-1] | {"stage": stage}]


def went(history: list[Row]) -> Row:
    """What reports ask of the stages so far, each step being a stage and since when."""
    steps = [(step["stage"], step["at"]) for step in history]
    running = [stage for stage, _ in steps]
    if running[-1] in CLOSED:
        running.pop()
    return {"way": ARROW.join(once(running)), "stays": stays(steps), "exits": exits(steps)}


def once(stages: list[str]) -> list[str]:
    """Without a stage that is the same as the one before."""
    return [stage for n, stage in enumerate(stages) if n == 0 or stage != stages[n - 1]]


def stays(steps: list[tuple[str, datetime]]) -> list[Row]:
    """On each stage that it has left: from when until when."""
    return [
        {"stage": stage, "since": since, "until": until}
        for (stage, since), (_, until) in pairwise(steps)
        if stage not in CLOSED
    ]


def exits(steps: list[tuple[str, datetime]]) -> list[Row]:
    """Where it went first from each stage that it stood on; None: it is still there."""
    stages: list[str | None] = [*once([stage for stage, _ in steps]), None]
    first: dict[Any, str | None] = {}
    for stage, following in pairwise(stages):
        first.setdefault(stage, following)
    return [{"stage": stage, "to": to} for stage, to in first.items() if stage not in CLOSED]


DEALS = Projection(
    "deals",
    OpportunityEvent,
    lambda recorded: str(recorded.event.opportunity_id),
    evolve,
    edition=6,  # ways without the steps that migrations seemed to be, cycles of all that were won
    sums=DEAL_SUMS,
    indexes=(
        [("stage", 1), ("closed_at", 1)],
        [("owner", 1), ("closed_at", 1)],
        [("seen_by", 1), ("closed_at", 1)],
        [("opened_at", 1)],
        [("stuck_at", 1)],
        [("expected_at", 1)],
        [("stays.until", 1)],
        [("customer_id", 1)],
    ),
)

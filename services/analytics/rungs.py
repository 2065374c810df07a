"""How long a customer has stood on each rung, under all who have had it: a step of the ladder after
the other.
"""

from datetime import datetime, timedelta
from itertools import accumulate
from typing import Any

from kernel.event import Recorded
from kernel.projection import Projection, Row
from services.analytics.plain import moment, time
from services.analytics.reading import Documents, find_one
from services.customer.events import CustomerRegistered
from services.pipeline.events import LadderEvent

LONGEST = 200  # steps of one customer that are told, the newest
DAY = timedelta(days=1)


def evolve(row: Row, recorded: Recorded) -> Row:
    event: CustomerRegistered | LadderEvent = recorded.event
    if isinstance(event, CustomerRegistered):
        return row | {"registered_at": moment(event.at), "owner": event.owner}
    step = {"stage": event.to, "at": moment(event.at), "by": event.by, "reason": event.reason}
    return row | {"steps": [*row.get("steps", ()), step][-LONGEST:]}


RUNGS = Projection(
    "rungs", CustomerRegistered | LadderEvent, lambda one: str(one.event.customer_id), evolve
)


def rungs(rows: Documents, customer_id: str, stage: str, at: datetime) -> dict[str, Any]:
    """Its steps, oldest first, and how many days it has stood on each rung in all.

    `stage` is where it stands now: the ladder may hear a moment later that it has changed hands.
    Whether the asker may see the customer is asked of the directory before.
    """
    row = find_one(rows, {"_id": customer_id}) or {}
    steps = in_order(began(row))
    added = len(steps) > len(row.get("steps", ()))
    first = steps[0] if added else None  # who has it at once was in no pool
    until = [*(step["at"] for step in steps[1:]), None]
    stood = [
        told(step, end, at)
        for step, end in zip(steps, until, strict=True)
        if end is None or end > step["at"] or step is not first
    ]
    days: dict[str, float] = {}
    for one in stood:
        days[one["stage"]] = round(days.get(one["stage"], 0) + one["days"], 1)
    return {"stage": stage, "days": days, "items": stood}


def began(row: Row) -> list[Row]:
    """Where it stood from when it was registered, if that is not too long ago to be told.

    Who climbs at once may be faster than the ladder hears that the customer has an owner.
    """
    steps: list[Row] = row.get("steps", [])
    if "registered_at" not in row or len(steps) == LONGEST:
        return steps
    owner: str | None = row["owner"]
    stage = "claimed" if owner else "pool"
    if owner and steps and steps[0]["stage"] == stage:
        return steps  # it was not faster
    first = {"stage": stage, "at": row["registered_at"], "by": owner, "reason": None}
    return [first, *steps]


def in_order(steps: list[Row]) -> list[Row]:
    """None begins before the one before it, also of those that a deal of long ago has made so."""
    latest = accumulate((step["at"] for step in steps), max)
    return [step | {"at": at} for step, at in zip(steps, latest, strict=True)]


def told(step: Row, end: datetime | None, at: datetime) -> dict[str, Any]:
    stood = max((end or at) - step["at"], timedelta())
    return {
        "stage": step["stage"], "since": time(step["at"]), "until": time(end),
        "days": round(stood / DAY, 1), "by": step["by"], "reason": step["reason"],
    }  # fmt: skip

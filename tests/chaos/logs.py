"""The logs themselves, read past all services: the truth that everything else is compared with."""

import time
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from kernel.form import CLOCKS_DIFFER
from kernel.overview import look
from kernel.refusal import Unavailable
from kernel.rows import Rows
from services.activity.heard import HEARD
from services.activity.reminders import AWAITED
from services.groups import SUBSCRIPTIONS
from tests.chaos.checks.stored import Stored
from tests.chaos.stack import Stack

SOURCES = ("customer", "pipeline", "activity", "gateway")
SOON = 10.0  # seconds
MILLISECONDS = CLOCKS_DIFFER.total_seconds() * 1000
BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)
STEADY = 15  # looks in a row that must show the same: who does what falls due looks every second


class NotSettled(Exception):
    """Something is still behind, and has been for too long."""


def after(stack: Stack, ends: Mapping[str, int]) -> Iterator[Stored]:
    """Every commit beyond these ends, log by log in its order."""
    for source in SOURCES:
        query = {"_id": {"$gt": ends.get(source, 0)}}
        for document in stack.database(source)["log"].find(query).sort("_id", 1):
            yield Stored.read(source, document)


def settled(stack: Stack, seconds: float) -> dict[str, int]:
    """The heads, once nothing moves them and everybody stands there. Raises NotSettled."""
    deadline = time.monotonic() + seconds
    seen: list[dict[str, int]] = []
    while True:
        found = look(stack.mongo, SUBSCRIPTIONS)
        seen.append({log["source"]: log["head"] for log in found["logs"]})
        late = [*waiting(found), *reminding(stack)]
        if not late and len(seen) >= STEADY and seen[-1] == seen[-STEADY]:
            return seen[-1]
        if time.monotonic() > deadline:
            raise NotSettled("; ".join(late) or "the logs still grow")
        time.sleep(0.1)


def waiting(found: Mapping[str, Any]) -> Iterator[str]:
    """Who has not followed a log to its end, or has parked something of it."""
    for log in found["logs"]:
        if log["unpublished"]:
            yield f"the relay of {log['source']} is {log['unpublished']} events behind"
    for line in found["following"]:
        if line["behind"] or line["parked_events"]:
            parked = f", {line['parked_events']} parked" if line["parked_events"] else ""
            yield f"{line['queue']} is {line['behind']} events of {line['source']} behind{parked}"


def reminding(stack: Stack) -> Iterator[str]:
    """Whom somebody is still to be reminded of, who will move the log when it is done.

    By the rules: of the last plan, unless the customer was let go since, or came too late.
    """
    soon = datetime.now(UTC) + timedelta(seconds=SOON)
    in_time = {"$max": ["$planned_at", "$handed_at"]}
    still = [
        {"$ne": ["$reminded.since", "$next_contact_at"]},
        {"$gt": ["$planned_at", {"$ifNull": ["$let_go_at", None]}]},
        {"$gte": ["$next_contact_at", {"$subtract": [in_time, MILLISECONDS]}]},
    ]
    match: dict[str, Any] = {"owner": {"$ne": None}, "$expr": {"$and": still}}
    match["next_contact_at"] = {"$gt": BEGINNING, "$lt": soon}
    try:
        rows = Rows(stack.database("activity"), HEARD).collection(AWAITED)
        if count := rows.count_documents(match):
            yield f"{count} customers are to be reminded of"
    except Unavailable as error:
        yield f"reminders cannot be read: {error}"

"""What is told at once to single people: news of customers that they watch, and refused effects."""

from collections.abc import Iterable
from typing import Any

from kernel.event import Recorded
from kernel.projection import Row
from services.activity.events import CustomerNews, StepRefused
from services.customer.events import ReleaseRefused

TOGETHER = 3  # seconds of the same that are told at once
MOST = 200  # pieces of news that one notice can hold
Single = CustomerNews | StepRefused | ReleaseRefused


def key(recorded: Recorded) -> Iterable[str]:
    """A row for each person and moment; a row has one source."""
    event, span = recorded.event, int(recorded.at.timestamp()) // TOGETHER
    match event:
        case CustomerNews():
            return tuple(f"watched/{person}/{span}" for person in event.watchers)
        case StepRefused():
            return (f"step-refused/{event.person}/{span}",)
        case _:
            return (f"release-refused/{event.by}/{span}",)


def whom(row: Row) -> str:
    """A login may have slashes in it; the moment has none."""
    return str(row["_id"].split("/", 1)[1].rpartition("/")[0])


def facts(row: Row, event: Any) -> Row:
    if isinstance(event, CustomerNews):
        news = [*row.get("news", ()), [event.customer_id, event.what, event.by]][:MOST]
        return {"kind": "customer-news", "person": whom(row), "news": news}
    known = row.get("tell", [[whom(row), 0, event.customer_id]])
    [[person, count, id]] = known
    about = event.follow_up_id if count == 0 else None
    return {"kind": "effect-refused", "tell": [[person, count + 1, id]], "about": about}

"""A read model of owners, folded in memory from the events that a test tells."""

from datetime import UTC, datetime
from typing import Any

from kernel.codec import Codec
from kernel.envelope import Envelope, envelopes
from kernel.event import Recorded
from kernel.log import Commit, Entry
from kernel.projection import Projection
from kernel.testing import project, recorded
from services.customer import events as customer
from services.pipeline.owners import OWNER, POOLS

CODEC = Codec(customer.Event, customer.UPCASTS)
NAMED = {projection.name: projection for projection in (OWNER, POOLS)}


class Known:
    """What `rows(OWNERS)` is to a service class, as far as it asks."""

    def __init__(self, *events: Any) -> None:
        self.events = list(events)

    def hear(self, *events: Any) -> None:
        self.events += events

    def collection(self, projection: Projection | str) -> "Folded":
        return Folded(self, NAMED[projection] if isinstance(projection, str) else projection)


class Folded:
    def __init__(self, known: Known, projection: Projection) -> None:
        self.known = known
        self.projection = projection

    def find_one(self, wanted: dict[str, Any]) -> dict[str, Any] | None:
        return next(iter(self._rows(wanted)), None)

    def find(self, wanted: dict[str, Any]) -> list[dict[str, Any]]:
        return self._rows(wanted)

    def _rows(self, wanted: dict[str, Any]) -> list[dict[str, Any]]:
        told = (told_of(event, number) for number, event in enumerate(self.known.events, 1))
        heard = [one for one in told if isinstance(one.event, self.projection.events)]
        rows = project(self.projection, *heard).values()
        return [row for row in rows if all(fits(row.get(k), v) for k, v in wanted.items())]


def fits(value: Any, wanted: Any) -> bool:
    return value in wanted["$in"] if isinstance(wanted, dict) else bool(value == wanted)


def told_of(event: Any, number: int) -> Recorded:
    """As a test has recorded it; else in the order in which it was told."""
    return event if isinstance(event, Recorded) else recorded(event, number)


class Customers:
    """The customers' log, asked for one stream of it: what it says may not have been heard yet."""

    def __init__(self) -> None:
        self.said: list[Any] = []

    def say(self, *events: Any) -> None:
        self.said += events

    def history(self, stream: str) -> list[Envelope]:
        said = [
            (at, event)
            for at, event in enumerate(self.said, 1)
            if stream == f"customer/{event.customer_id}"
        ]
        return [
            envelope
            for at, event in said
            for envelope in envelopes("customer", commit_of(stream, at, event))
        ]


def commit_of(stream: str, at: int, event: Any) -> Commit:
    entry = Entry(stream, at, *CODEC.dump(event))
    return Commit(at, (entry,), datetime(2026, 3, 2, tzinfo=UTC), {})

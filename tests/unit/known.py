"""A read model of owners, folded in memory from the events that a test tells."""

from typing import Any

from kernel.event import Recorded
from kernel.projection import Projection
from kernel.testing import project, recorded
from services.pipeline.owners import OWNER, POOLS

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

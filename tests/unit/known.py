"""A read model of owners, folded in memory from the events that a test tells."""

from typing import Any

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

    def find(self, wanted: dict[str, Any]) -> list[dict[str, Any]]:
        found = (self.find_one({"_id": id}) for id in wanted["_id"]["$in"])
        return [row for row in found if row]

    def find_one(self, wanted: dict[str, Any]) -> dict[str, Any] | None:
        told = (recorded(event, number) for number, event in enumerate(self.known.events, 1))
        heard = [one for one in told if isinstance(one.event, self.projection.events)]
        return project(self.projection, *heard).get(wanted["_id"])

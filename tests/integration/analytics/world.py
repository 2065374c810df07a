"""A small company whose events are recorded and folded for real, without a broker between."""

from datetime import UTC, datetime
from itertools import count
from typing import Any

from pymongo.read_concern import ReadConcern

from kernel.engine import Engine
from kernel.envelope import envelopes
from kernel.log import Commit, Entry
from kernel.projection import Projection
from kernel.rows import Rows
from kernel.subscription import source_of
from services.analytics.asker import Asker
from services.analytics.groups import GROUPS, REPORTS
from services.analytics.periods import Clock
from services.analytics.reading import Documents

SOURCES = REPORTS.sources


def named(event: Any, **streams: str) -> str:
    """By the first of these ids that it has."""
    known = streams | {"handover_id": "handover"}
    found = [f"{kind}/{getattr(event, id)}" for id, kind in known.items() if hasattr(event, id)]
    return next(iter(found), "")


STREAMS = {
    "customer": lambda event: named(event, customer_id="customer") or "catalogue/fields",
    "activity": lambda event: (
        f"itinerary/{event.person}/{event.week}"
        if hasattr(event, "week")
        else f"inbox/{event.person}"
        if hasattr(event, "number") or hasattr(event, "numbers")
        else named(event, customer_id="contact") or "company"  # keys, call lists, working days
    ),
    "gateway": lambda event: named(event, person="person", query_id="query"),
    "pipeline": lambda event: named(
        event, opportunity_id="opportunity", customer_id="ladder", pipeline_id="pipeline"
    ),
}
SOURCE_OF = {cls: source for source, codec in SOURCES.items() for cls in codec.types.values()}
BATCH = 500

NOW = datetime(2026, 1, 7, 4, tzinfo=UTC)  # noon of a Wednesday in Shanghai
MANAGER = Asker("mia", frozenset(["mia"]), sees_all=True, at=NOW)
ANN = Asker("ann", frozenset(["ann"]), sees_all=False, at=NOW)
BOB = Asker("bob", frozenset(["bob"]), sees_all=False, at=NOW)
SHANGHAI = Clock(NOW, "Asia/Shanghai")


class World:
    def __init__(self, database: Any) -> None:
        self.database = database
        self.engines = {name: Engine(database, group) for name, group in GROUPS.items()}
        self.rows = {name: Rows(database, group) for name, group in GROUPS.items()}
        self.history: list[dict[str, Any]] = []
        self._positions = {source: count(1) for source in SOURCES}
        self._versions: dict[str, int] = {}
        for engine in self.engines.values():
            engine.positions()

    def happened(self, *events: Any, recorded_at: datetime | None = None) -> None:
        """Each event is a commit, recorded when it happened unless something else is said."""
        made = [self.envelope(event, recorded_at or event.at) for event in events]
        self.history += made
        for name, engine in self.engines.items():
            heard = [one for one in made if source_of(one) in GROUPS[name].sources]
            for start in range(0, len(heard), BATCH):
                engine.apply(heard[start : start + BATCH])

    def envelope(self, event: Any, at: datetime) -> dict[str, Any]:
        source = SOURCE_OF[type(event)]
        stream = STREAMS[source](event)
        version = self._versions[stream] = self._versions.get(stream, 0) + 1
        entry = Entry(stream, version, *SOURCES[source].dump(event))
        [made] = envelopes(source, Commit(next(self._positions[source]), (entry,), at, {}))
        return made

    def collection(self, projection: Projection) -> Documents:
        [found] = [
            rows.collection(projection)
            for rows in self.rows.values()
            if projection in rows.group.projections
        ]
        return found


def emptied(database: Any) -> Any:
    database.drop_collection("system.profile")
    for name in database.list_collection_names():
        database[name].delete_many({})
    return database


def profiled(world: World, match: dict[str, Any]) -> list[dict[str, Any]]:
    """What the server did while it was told to remember it."""
    local = world.database.get_collection("system.profile", read_concern=ReadConcern("local"))
    return list(local.find(match))

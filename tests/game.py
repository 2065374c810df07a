"""A small world for tests of projections: players of a game who also buy things in a shop."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import count
from typing import Any

from kernel.codec import Codec
from kernel.envelope import Envelope, envelopes, open_envelope
from kernel.event import Recorded
from kernel.feed import feed
from kernel.group import Group
from kernel.log import Draft, Entry, MemoryLog
from kernel.projection import Projection, Row

BEGAN = datetime(2026, 1, 5, 4, tzinfo=UTC)


@dataclass(frozen=True)
class Scored:
    player: str
    points: int  # a negative number is more than the projection below can take


@dataclass(frozen=True)
class Left:
    player: str


@dataclass(frozen=True)
class Whispered:
    """In the log, and of no interest to any projection."""

    text: str


@dataclass(frozen=True)
class Bought:
    player: str
    price: str


GameEvent = Scored | Left | Whispered


def total(row: Row, recorded: Recorded) -> Row:
    match recorded.event:
        case Scored(points=points) if points < 0:
            raise ValueError("nobody can score less than nothing")
        case Scored(points=points):
            rounds = row.get("rounds", 0) + 1
            return row | {"points": row.get("points", 0) + points, "rounds": rounds}
        case Left():
            return row | {"points": 0, "rounds": 0}
        case Bought(price=price):
            return row | {"spent": row.get("spent", Decimal(0)) + Decimal(price)}
    raise AssertionError(recorded)


def tally(row: Row, recorded: Recorded) -> Row | None:
    """Not at all idempotent, and it remembers the order. Who leaves is forgotten."""
    if isinstance(recorded.event, Left) and row["_id"] != "all":
        return None
    seen = [*row.get("seen", []), recorded.position][-5:]
    return row | {"events": row.get("events", 0) + 1, "seen": seen, "at": recorded.at}


def forgiving(row: Row, recorded: Recorded) -> Row:
    """`total` after the defect has been mended."""
    if isinstance(recorded.event, Scored) and recorded.event.points < 0:
        return row | {"forgiven": row.get("forgiven", 0) + 1}
    return total(row, recorded)


TOTALS = Projection(
    "totals",
    Scored | Left | Bought,
    lambda recorded: recorded.event.player,
    total,
    indexes=([("points", -1)],),
)
TALLY = Projection("tally", Scored | Left, lambda recorded: ["all", recorded.event.player], tally)
MENDED = Projection(TOTALS.name, TOTALS.events, TOTALS.key, forgiving, TOTALS.indexes)
CODECS: Mapping[str, Codec] = {"game": Codec(GameEvent), "shop": Codec(Bought)}


def group(service: str = "fair", *projections: Projection) -> Group:
    return Group("stand", service, projections or (TOTALS, TALLY), CODECS)


class World:
    """The logs of both sources, and the feed that is made of them."""

    def __init__(self) -> None:
        self.logs = {source: MemoryLog(source) for source in CODECS}
        self._ids = count(1)
        self._versions: dict[str, int] = {}

    def happen(self, *events: Any, source: str = "game") -> list[Envelope]:
        """One commit; answers its envelopes."""
        entries = tuple(self._entry(source, event) for event in events)
        at = BEGAN + timedelta(microseconds=1001 * next(self._ids))
        draft = Draft(entries, at, {"command_id": f"c{next(self._ids)}", "actor": "ann"})
        return envelopes(source, self.logs[source].append(draft))

    def fetch(self, source: str, after: int, limit: int) -> dict[str, Any]:
        return feed(self.logs[source], after, limit)

    @property
    def heads(self) -> dict[str, int]:
        return {source: log.head() for source, log in self.logs.items()}

    def envelopes(self, source: str) -> list[Envelope]:
        return [e for commit in self.logs[source].commits for e in envelopes(source, commit)]

    def _entry(self, source: str, event: Any) -> Entry:
        stream = f"{source}/{getattr(event, 'player', 'whispers')}"
        version = self._versions[stream] = self._versions.get(stream, 0) + 1
        return Entry(stream, version, *CODECS[source].dump(event))


def folded(world: World, projections: Sequence[Projection]) -> dict[str, dict[str, Row]]:
    """What the rows must be: each projection's own `apply`, one event after the other."""
    rows: dict[str, dict[str, Row]] = {projection.name: {} for projection in projections}
    for source, codec in CODECS.items():
        for envelope in world.envelopes(source):
            recorded = open_envelope(envelope, codec)
            for projection in projections:
                if isinstance(recorded.event, projection.events):
                    rows[projection.name] = projection.apply(rows[projection.name], recorded)
    return rows

"""The rows of a group as its queries see them: always those of the live generation."""

import time
from collections.abc import Callable
from typing import Any

from pymongo.collection import Collection

from kernel import checkpoint
from kernel.checkpoint import Checkpoint
from kernel.checksum import checksum
from kernel.group import Group
from kernel.live import Documents, checkpoint_id, durable, generations, rows_of
from kernel.projection import Projection
from kernel.refusal import Unavailable

FRESH = 1.0  # seconds for which a process believes what it read about the live generation
PATIENCE = 2.0
FIRST_PAUSE = 0.004
LONGEST_PAUSE = 0.05


class Rows:
    """Reads only; the engine writes. One per process and group, safe to share."""

    def __init__(
        self, database: Documents, group: Group, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.database = durable(database)
        self.group = group
        self._clock = clock
        self._live = 0
        self._at = Checkpoint("", {}, 0)
        self._read_at = float("-inf")

    @property
    def generation(self) -> int:
        """The live generation, at most a second old (the one before is kept, whole)."""
        if self._clock() - self._read_at > FRESH:
            self._look()
        return self._live

    def collection(self, projection: Projection | str) -> Collection[dict[str, Any]]:
        """The rows of one projection; raises KeyError when it is not of this group."""
        name = projection if isinstance(projection, str) else projection.name
        generation = self.generation
        refuse_unless_true(self._at, self.group.projection(name))
        return rows_of(self.database, name, generation)

    def sums(self, projection: Projection) -> Collection[dict[str, Any]]:
        """What is added up over the rows of a projection that has sums."""
        self.collection(projection)  # refuses what is not true
        assert projection.sums
        return rows_of(self.database, projection.sums.name, self._live)

    def positions(self) -> dict[str, int]:
        """The last position folded in, by source; 0 for a source of which nothing has arrived."""
        return dict.fromkeys(self.group.sources, 0) | dict(self.at().positions)

    def at(self) -> Checkpoint:
        """Where they stand just now."""
        return checkpoint.load(self.database, checkpoint_id(self.group.name, self.generation))

    def wait(self, source: str, position: int, timeout: float = PATIENCE) -> None:
        """Return when the rows contain that event; Unavailable `not-yet` when time is up."""
        deadline = self._clock() + timeout
        pause = FIRST_PAUSE
        while self.positions().get(source, 0) < position:
            if self._clock() + pause > deadline:
                raise Unavailable("not-yet", f"{source}:{position} has not arrived", retry_after=1)
            time.sleep(pause)
            pause = min(pause * 1.5, LONGEST_PAUSE)
            self._look()  # a generation that was switched away stands still

    def checksum(self, projection: Projection | str) -> str:
        """Digest of all rows: equal for equal rows, however they came to be."""
        return checksum(self.collection(projection))

    def _look(self) -> None:
        at = self._clock()
        self._live = generations(self.database, self.group.name).live
        self._at = checkpoint.load(self.database, checkpoint_id(self.group.name, self._live))
        self._read_at = at


def refuse_unless_true(at: Checkpoint, projection: Projection) -> None:
    """Unavailable rather than an answer from rows that are not what the logs say."""
    checkpoint.check_format(at)
    if at.rewound:
        raise Unavailable(
            "rows-beyond-log",
            "a backup was restored, and this still shows what came after it: it has to be rebuilt",
            retry_after=30,
        )
    if at.projections is not None and projection.title not in at.projections:
        raise Unavailable(
            "rebuilding", f"{projection.name} is new and is being built; ask later", retry_after=5
        )

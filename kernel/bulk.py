"""Builds a generation from nothing: large batches, unordered bulk writes, the checkpoint last.

No transactions: until the checkpoint is there nobody reads these rows, and a build that was
killed begins again from nothing.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import bson

from kernel.envelope import Envelope
from kernel.fold import Fold, Parked, changed, changes
from kernel.group import Group
from kernel.history import marks
from kernel.live import OPTIONS, Documents, checkpoint_id, prepare, rows_of
from kernel.parallel import ahead
from kernel.parked import ParkedStreams
from kernel.projection import Row
from kernel.reading import pages
from kernel.subscription import Fetch
from kernel.summing import add_up

FLUSH = 5_000  # changed rows that are written together
KEEP = 50_000  # rows of each projection that stay in memory
LARGEST = 16_000_000  # bytes of a row
Tick = Callable[[int], None]  # so many more events are done


class Bulk:
    def __init__(
        self, database: Documents, group: Group, generation: int, careful: bool = False
    ) -> None:
        """`careful` encodes every row at once, to find the event that makes one unwritable."""
        self.database = database
        self.group = group
        self.generation = generation
        self._unknown: dict[str, dict[str, int]] = {}
        self._marks: dict[str, str] = {}
        self._fold = Fold(
            group, self._load, check=encodable if careful else None, unknown=self._passed
        )
        self._parked = ParkedStreams(database, checkpoint_id(group.name, generation))
        self._writer = ThreadPoolExecutor(1)
        self._writing: Future[None] | None = None

    def run(self, fetch: Fetch, upto: Mapping[str, int], tick: Tick) -> None:
        """All events up to these positions; then the rows may be found by their checkpoint."""
        with self._writer:
            for batch in ahead(self._batches(fetch, upto)):
                self._fold.take(batch)
                self._marks |= marks(batch[-1:])
                if changed(self._fold) >= FLUSH:
                    self._flush()
                tick(len(batch))
            self._flush()
            self._written()
        prepare(self.database, self.group, self.generation)
        add_up(self.database, self.group, self.generation)
        self.database["checkpoints"].insert_one(
            {
                "_id": checkpoint_id(self.group.name, self.generation),
                "positions": dict(upto),
                "rev": 1,
                "projections": sorted(self.group.titles),
                "marks": self._marks,
                "unknown": self._unknown,
            }
        )

    def _passed(self, source: str, type_: str, position: int) -> None:
        self._unknown.setdefault(source, {})[type_] = position

    def _batches(self, fetch: Fetch, upto: Mapping[str, int]) -> Iterator[list[Envelope]]:
        for source, head in upto.items():
            yield from pages(fetch, source, 0, head)

    def _flush(self) -> None:
        """Write in the background what has changed, after what was being written before."""
        self._written()
        self._fold.forget(KEEP)
        writes, parked = changes(self._fold), self._fold.parked
        self._fold.stored()
        self._writing = self._writer.submit(self._write, writes, parked)

    def _written(self) -> None:
        if self._writing:
            self._writing.result()

    def _write(self, writes: Mapping[str, list[Any]], parked: Sequence[Parked]) -> None:
        for name, rows in writes.items():
            rows_of(self.database, name, self.generation).bulk_write(rows, ordered=False)
        self._parked.add(parked)

    def _load(self, projection: str, keys: Sequence[str]) -> Iterable[Row]:
        return rows_of(self.database, projection, self.generation).find({"_id": {"$in": keys}})


def encodable(row: Row) -> None:
    """Raises what MongoDB would, for this row alone."""
    if len(bson.encode(row, codec_options=OPTIONS)) > LARGEST:
        raise ValueError("the row is too large")

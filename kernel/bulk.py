"""Builds a generation from nothing: large batches, unordered bulk writes, the checkpoint last.

No transactions: until the checkpoint is there nobody reads these rows, and a build that was
killed begins again from nothing. The logs are read side by side, as time went on: a row's events
come close together, and it is seldom written before it has all of them.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from heapq import merge
from typing import Any

import bson

from kernel.envelope import Envelope
from kernel.fold import Fold
from kernel.folded import overdue, settled
from kernel.group import Group
from kernel.history import marks
from kernel.live import OPTIONS, Documents, checkpoint_id, prepare, rows_of
from kernel.parallel import ahead
from kernel.parked import ParkedStreams
from kernel.projection import Row
from kernel.reading import pages
from kernel.seldom import seldom_searched
from kernel.step import Parked
from kernel.subscription import Fetch
from kernel.summing import add_up
from kernel.written import Written

FLUSH = 5_000  # changed rows that are written together
YOUNG = 15_000  # of each projection, those changed last: they wait, for they may change again
KEEP = 20_000  # rows of each projection that stay in memory
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
        self._known = Written()
        self._writer = ThreadPoolExecutor(1)
        self._writing: Future[None] | None = None

    def run(self, fetch: Fetch, upto: Mapping[str, int], tick: Tick) -> None:
        """All events up to these positions; then the rows may be found by their checkpoint."""
        with self._writer, seldom_searched():
            for batch in ahead(batches(fetch, upto)):
                self._fold.take(batch)
                self._marks |= marks(batch[-1:])
                if overdue(self._fold, YOUNG) >= FLUSH:
                    self._flush(YOUNG)
                tick(len(batch))
            self._flush()
            self._written()
            self._fold.forget(0)  # the first search for garbage would go through all of it
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

    def _flush(self, leave: int = 0) -> None:
        """Write in the background what has changed, after what was being written before."""
        self._written()
        self._fold.forget(KEEP)
        settling, parked = settled(self._fold, leave), self._fold.parked
        self._fold.parked = []
        for name, writes in settling.items():
            self._known.add(name, writes)
        self._writing = self._writer.submit(self._write, settling, parked)

    def _written(self) -> None:
        if self._writing:
            self._writing.result()

    def _write(self, settling: Mapping[str, Mapping[str, Any]], parked: Sequence[Parked]) -> None:
        for name, found in settling.items():
            if writes := [write for write in found.values() if write]:
                rows_of(self.database, name, self.generation).bulk_write(writes, ordered=False)
        self._parked.add(parked)

    def _load(self, projection: str, keys: Sequence[str]) -> Iterable[Row]:
        there = self._known.among(projection, keys)
        if not there:
            return ()
        return rows_of(self.database, projection, self.generation).find({"_id": {"$in": there}})


def batches(fetch: Fetch, upto: Mapping[str, int]) -> Iterator[list[Envelope]]:
    """Pages of all logs, that which begins earliest first; of each log in its order."""
    return merge(*(pages(fetch, source, 0, head) for source, head in upto.items()), key=begun)


def begun(page: list[Envelope]) -> str:
    return str(page[0].get("time"))


def encodable(row: Row) -> None:
    """Raises what MongoDB would, for this row alone."""
    if len(bson.encode(row, codec_options=OPTIONS)) > LARGEST:
        raise ValueError("the row is too large")

"""Folds events into the rows of one generation: rows and checkpoint in one transaction.

The revision in the checkpoint is the fence: whoever else has written since it was read (another
worker, an operator's replay, a switch of generations) makes this transaction fail as Fenced, and
its worker reads everything anew. So effects are exactly once, and rows may count.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from pymongo.client_session import ClientSession

from kernel import checkpoint, debts, summing
from kernel.checkpoint import Checkpoint, follows
from kernel.debts import Debts
from kernel.envelope import Envelope
from kernel.fold import Fold
from kernel.folded import changed, changed_keys, changes
from kernel.group import Group
from kernel.history import marks
from kernel.lease import Fenced
from kernel.live import Documents, checkpoint_id, durable, generations, prepare, rows_of
from kernel.parked import ParkedStreams
from kernel.projection import Row
from kernel.step import describe
from kernel.subscription import ends
from kernel.unknown import Unknown
from kernel.unwritable import SUSPECT, unwritable
from kernel.writer import Writer

KEEP = 5_000  # rows of each projection that stay in memory between batches


class Engine:
    """One group's worker side. With `generation` it writes that one, without the live one."""

    def __init__(
        self,
        database: Documents,
        group: Group,
        generation: int | None = None,
        told: Callable[[Collection[str]], None] = lambda keys: None,
    ) -> None:
        """`told` is called with the keys of rows that have changed."""
        self.database = durable(database)
        self.group = group
        self.queue = group.queue
        self.sources: Sequence[str] = tuple(group.sources)
        self._wanted = generation
        self._told = told
        self._number = 0
        self._at: Checkpoint | None = None
        self._parked = ParkedStreams(self.database, "")
        self._writer = Writer(self.database)

    def positions(self) -> dict[str, int]:
        """Read the checkpoint, forget what was in memory, and answer where the rows stand."""
        return dict.fromkeys(self.sources, 0) | dict(self._read().positions)

    def apply(self, envelopes: Sequence[Envelope]) -> None:
        """Fold in the events that follow the checkpoint; Fenced when they do not follow it."""
        try:
            self._apply(envelopes)
        except SUSPECT as error:
            if not unwritable(error):
                raise
            for envelope in envelopes:
                self._apply_alone(envelope)

    def readable(self, envelope: Envelope) -> bool:
        """Whether the queue's copy is good; if not, the log's own is read."""
        return self._fold.readable(envelope)

    def urgent(self) -> bool:
        """Somebody may wait for its rows, or for its checkpoint to move."""
        return True

    def parked(self) -> int:
        """How many events wait for an operator."""
        return self._parked.count()

    def replay(self, source: str, stream: str) -> int:
        """Fold a parked stream in, as far as it goes; answers how many events went."""
        at, waiting = self._read(), self._parked.inspect(source, stream)
        if not waiting:
            return 0
        self._fold.stopped.discard((source, stream))
        self._fold.take([event.envelope for event in waiting], late=True)
        last, still = waiting[-1].position, len(self._fold.parked)

        def unpark(session: ClientSession) -> None:
            self._parked.remove(source, stream, last, session)

        self._at = None
        self._writer.transact(self._store(at, {}, unpark))
        return len(waiting) - still

    def drop(self, source: str, stream: str) -> int:
        """Give up the first event of a parked stream; answers how many that were."""
        at, self._at = self._read(), None
        return self._parked.drop(source, stream, at, self._writer)

    def _read(self) -> Checkpoint:
        number, at = self._look()
        checkpoint.check(at, self.group)
        self._parked = ParkedStreams(self.database, at.id)
        if number != self._number or not at.rev:
            prepare(self.database, self.group, number)
            self._parked.create_indexes()
        self._number = number
        note = Unknown(self.database, at.id, self.queue)
        self._fold = Fold(self.group, self._load, self._parked.streams(), unknown=note)
        self._at = at
        return at

    def _look(self) -> tuple[int, Checkpoint]:
        """A switch increments the revision it leaves; so the number is read on both sides of it."""
        while True:
            number = self._wanted or generations(self.database, self.group.name).live
            id = checkpoint_id(self.group.name, number)
            self._writer.claim(id, self.group.titles)
            at = checkpoint.load(self.database, id)
            if self._wanted or generations(self.database, self.group.name).live == number:
                return number, at

    def _apply_alone(self, envelope: Envelope) -> None:
        try:
            self._apply([envelope])
        except SUSPECT as error:
            if not unwritable(error):
                raise
            self._apply([envelope], {envelope["position"]: describe(error)})

    def _apply(
        self, envelopes: Sequence[Envelope], refused: Mapping[int, str] | None = None
    ) -> None:
        at = self._at or self._read()
        self._at = None  # until this has been stored, nothing in memory is worth keeping
        if not follows(at, self.sources, envelopes):
            raise Fenced(f"{at.id} is not where it was")
        self._fold.take(envelopes, refused)
        upto, seen = ends(envelopes), marks(envelopes)
        owed = debts.after(at.debts, envelopes, {**at.positions, **upto}, self.sources)
        if changed(self._fold) or self._fold.parked:
            self._at = self._writer.transact(self._store(at, upto, marks=seen, owed=owed))
            self._told(changed_keys(self._fold))
        else:
            self._at = checkpoint.advance(self.database, at, upto, None, seen, owed)
        self._fold.stored()
        self._fold.forget(KEEP)

    def _store(
        self,
        at: Checkpoint,
        positions: Mapping[str, int],
        also: Callable[[ClientSession], None] = lambda session: None,
        marks: Mapping[str, str] | None = None,
        owed: Debts | None = None,
    ) -> Callable[[ClientSession], Checkpoint]:
        writes, parked = changes(self._fold), self._fold.parked

        def store(session: ClientSession) -> Checkpoint:
            moved = checkpoint.advance(self.database, at, positions, session, marks, owed)
            summed = summing.moved(self.database, self.group, self._number, self._fold, session)
            for sums, additions in list(summed):
                sums.bulk_write(additions, ordered=False, session=session)
            for name, rows in writes.items():
                target = rows_of(self.database, name, self._number)
                target.bulk_write(rows, ordered=False, session=session)
            also(session)
            self._parked.add(parked, session)
            return moved

        return store

    def _load(self, projection: str, keys: Sequence[str]) -> Iterable[Row]:
        return rows_of(self.database, projection, self._number).find({"_id": {"$in": keys}})

"""Runs reactions: each event at most one commit, under a command id made from the event's id.

The commit and the checkpoint are two writes. A crash between them repeats the command, and its id
answers what it answered the first time: effects are exactly once all the same.
"""

from collections.abc import Sequence

from pymongo.client_session import ClientSession

from kernel import checkpoint
from kernel.checkpoint import Checkpoint, follows
from kernel.consequences import Consequences
from kernel.envelope import Envelope
from kernel.group import Reactions
from kernel.history import marks
from kernel.lease import Fenced
from kernel.live import FIRST, Documents, checkpoint_id, durable
from kernel.parked import ParkedStreams
from kernel.states import States
from kernel.step import Parked
from kernel.subscription import ends
from kernel.unknown import Unknown
from kernel.writer import Writer


class Reacting:
    """The worker side of one Reactions."""

    def __init__(self, database: Documents, reactions: Reactions, states: States) -> None:
        self.database = durable(database)
        self.reactions = reactions
        self.queue = reactions.queue
        self.sources: Sequence[str] = tuple(reactions.sources)
        self._id = checkpoint_id(reactions.name, FIRST)
        note = Unknown(self.database, self._id, self.queue)
        self._consequences = Consequences(reactions, states, note)
        self._parked = ParkedStreams(self.database, self._id)
        self._writer = Writer(self.database)
        self._at: Checkpoint | None = None

    def positions(self) -> dict[str, int]:
        return dict.fromkeys(self.sources, 0) | dict(self._read().positions)

    def apply(self, envelopes: Sequence[Envelope]) -> None:
        """React to the events that follow the checkpoint; Fenced when they do not follow it."""
        at = self._at or self._read()
        self._at = None
        if not follows(at, self.sources, envelopes):
            raise Fenced(f"{self._id} is not where it was")
        if parked := self._consequences.of(envelopes, self._stopped):
            self._at = self._park(at, envelopes, parked)
        else:
            upto, seen = ends(envelopes), marks(envelopes)
            self._at = checkpoint.advance(self.database, at, upto, None, seen)

    def readable(self, envelope: Envelope) -> bool:
        """Whether the queue's copy is good; if not, the log's own is read."""
        return self._consequences.readable(envelope)

    def urgent(self) -> bool:
        """Whether more may follow from what comes next: if not, one look serves many events."""
        return self._consequences.followed

    def parked(self) -> int:
        return self._parked.count()

    def replay(self, source: str, stream: str) -> int:
        """React to a parked stream, as far as it goes; answers how many events went."""
        at, waiting = self._read(), self._parked.inspect(source, stream)
        if not waiting:
            return 0
        self._stopped.discard((source, stream))
        still = self._consequences.of([event.envelope for event in waiting], self._stopped)

        def store(session: ClientSession) -> None:
            checkpoint.advance(self.database, at, {}, session)
            self._parked.remove(source, stream, waiting[-1].position, session)
            self._parked.add(still, session)

        self._at = None
        self._writer.transact(store)
        return len(waiting) - len(still)

    def drop(self, source: str, stream: str) -> int:
        """Give up the first event of a parked stream; answers how many that were."""
        at, self._at = self._read(), None
        return self._parked.drop(source, stream, at, self._writer)

    def _park(
        self, at: Checkpoint, envelopes: Sequence[Envelope], parked: list[Parked]
    ) -> Checkpoint:
        parked.sort(key=lambda event: (event.source, event.position))

        def store(session: ClientSession) -> Checkpoint:
            moved = checkpoint.advance(
                self.database, at, ends(envelopes), session, marks(envelopes)
            )
            self._parked.add(parked, session)
            return moved

        self._stopped |= {(event.source, event.stream) for event in parked}
        return self._writer.transact(store)

    def _read(self) -> Checkpoint:
        self._writer.claim(self._id)
        at = checkpoint.load(self.database, self._id)
        checkpoint.check_format(at, rows=False)
        if not at.rev:
            self._parked.create_indexes()
        self._stopped = self._parked.streams()
        self._at = at
        return at

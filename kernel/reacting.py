"""Runs reactions: each event at most one commit, under a command id made from the event's id.

The commit and the checkpoint are two writes. A crash between them repeats the command, and its id
answers what it answered the first time: effects are exactly once all the same.
"""

from collections.abc import Iterable, Sequence

import structlog
from pymongo.client_session import ClientSession
from pymongo.errors import PyMongoError

from kernel import checkpoint
from kernel.checkpoint import Checkpoint, follows
from kernel.commits import Commits
from kernel.context import Context
from kernel.envelope import Envelope, kind, open_envelope, readable
from kernel.event import Recorded
from kernel.fold import BEHIND, Parked, Stream, describe
from kernel.group import Reactions
from kernel.lease import Fenced
from kernel.live import FIRST, Documents, checkpoint_id, durable
from kernel.parallel import side_by_side
from kernel.parked import ParkedStreams
from kernel.refusal import Indeterminate, Refusal, Unavailable
from kernel.states import States
from kernel.subscription import ends, source_of
from kernel.writer import Writer

WORKERS = 16  # streams at once: commits that wait together are written together
NOT_NOW = (PyMongoError, Unavailable, Indeterminate)  # try the batch again; the ids are the same
log = structlog.get_logger()


class Reacting:
    """The worker side of one Reactions."""

    def __init__(self, database: Documents, reactions: Reactions, states: States) -> None:
        self.database = durable(database)
        self.reactions = reactions
        self.states = states
        self.queue = reactions.queue
        self.sources: Sequence[str] = tuple(reactions.sources)
        self._id = checkpoint_id(reactions.name, FIRST)
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
        if parked := self._react(envelopes):
            self._at = self._park(at, envelopes, parked)
        else:
            self._at = checkpoint.advance(self.database, at, ends(envelopes))

    def readable(self, envelope: Envelope) -> bool:
        """Whether the queue's copy is good; if not, the log's own is read."""
        return readable(envelope, self.reactions.sources[source_of(envelope)])

    def parked(self) -> int:
        return self._parked.count()

    def replay(self, source: str, stream: str) -> int:
        """React to a parked stream, as far as it goes; answers how many events went."""
        at, waiting = self._read(), self._parked.inspect(source, stream)
        if not waiting:
            return 0
        self._stopped.discard((source, stream))
        still = self._react([event.envelope for event in waiting])

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
            moved = checkpoint.advance(self.database, at, ends(envelopes), session)
            self._parked.add(parked, session)
            return moved

        self._stopped |= {(event.source, event.stream) for event in parked}
        return self._writer.transact(store)

    def _read(self) -> Checkpoint:
        self._writer.claim(self._id)
        at = checkpoint.load(self.database, self._id)
        if not at.rev:
            self._parked.create_indexes()
        self._stopped = self._parked.streams()
        self._at = at
        return at

    def _react(self, envelopes: Iterable[Envelope]) -> list[Parked]:
        """Streams side by side, each in its own order; answers what could not be taken."""
        streams: dict[Stream, list[Envelope]] = {}
        for envelope in filter(self._known, envelopes):
            streams.setdefault((source_of(envelope), envelope["subject"]), []).append(envelope)
        return [
            event
            for parked in side_by_side(self._one_stream, streams.items(), WORKERS)
            for event in parked
        ]

    def _known(self, envelope: Envelope) -> bool:
        """Other types pass by; what is not even an envelope is known, and parked as bad."""
        try:
            _, name, _ = kind(envelope["type"])
        except ValueError:
            return True
        return name in self.reactions.sources[source_of(envelope)].types

    def _one_stream(self, work: tuple[Stream, list[Envelope]]) -> list[Parked]:
        stream, envelopes = work
        parked: list[Parked] = []
        for envelope in envelopes:
            behind = stream in self._stopped or parked
            error = BEHIND if behind else self._one(envelope)
            if error:
                parked.append(Parked(*stream, envelope["position"], envelope, error))
        return parked

    def _one(self, envelope: Envelope) -> str:
        """React to one event; answers why it could not be done, or nothing."""
        try:
            recorded = open_envelope(envelope, self.reactions.sources[source_of(envelope)])
            if changes := self.reactions.react(recorded):
                Commits(self.states, self._context(recorded)).commit(*changes, answered=False)
        except NOT_NOW:
            raise
        except Refusal as refusal:  # the rules say no: that is an answer
            log.info("reaction refused", about=envelope["id"], refusal=str(refusal))
        except Exception as error:  # a reaction may fail in any way; it must not stop the others
            log.exception("reaction failed", about=envelope["id"])
            return describe(error)
        return ""

    def _context(self, recorded: Recorded) -> Context:
        return Context(
            command_id=f"{recorded.id}/{self.reactions.name}",
            correlation_id=recorded.correlation_id,
            causation_id=recorded.id,
            traceparent=recorded.traceparent,
        )

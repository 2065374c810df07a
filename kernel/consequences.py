"""What follows from a batch of events: their reactions' commits, and what could not be taken."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import structlog
from pymongo.errors import PyMongoError

from kernel.change import Change, decide_all
from kernel.commits import Commits
from kernel.context import Context
from kernel.envelope import Envelope, kind
from kernel.event import Recorded
from kernel.group import Changes, Looking, Reactions
from kernel.history import LOST
from kernel.opened import Opened
from kernel.parallel import side_by_side
from kernel.refusal import Indeterminate, Overtaken, Refusal, Unavailable
from kernel.states import Loaded, States
from kernel.step import BEHIND, Parked, Stream, describe
from kernel.subscription import source_of

LOOKS = 10  # at what changes all the time, before the batch is tried again
WORKERS = 16  # streams at once: commits that wait together are written together
NOT_NOW = (PyMongoError, Unavailable, Indeterminate)  # try the batch again; the ids are the same
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Step:
    """One event, and what is to be done about it."""

    envelope: Envelope
    recorded: Recorded | None = None
    changes: Changes | Looking = ()
    error: str = ""


class Consequences:
    def __init__(
        self,
        reactions: Reactions,
        states: States,
        unknown: Callable[[str, str, int], None] = lambda source, type_, position: None,
    ) -> None:
        """`unknown` is told of each type that the program has no class for, when it comes first."""
        self.reactions = reactions
        self.states = states
        self.followed = False  # whether anything did, from the last batch
        self._unknown = unknown
        self._passed: set[tuple[str, str]] = set()
        self._opened = Opened(reactions.sources)

    def readable(self, envelope: Envelope) -> bool:
        """Would it be taken as an event, or pass by?"""
        return not self.concerns(envelope) or self._opened.readable(envelope)

    def of(self, envelopes: Iterable[Envelope], stopped: Collection[Stream]) -> list[Parked]:
        """React, streams side by side and each in its own order; answers what has to be parked.

        `stopped` are streams that wait for an operator. Raises what is worth another try.
        """
        streams: dict[Stream, list[Step]] = {}
        for envelope in filter(self.concerns, envelopes):
            step, stream = self._step(envelope), (source_of(envelope), envelope["subject"])
            if step.changes or step.error or stream in stopped:
                streams.setdefault(stream, []).append(step)
        self._opened.forget()
        streams = self._without_what_is_so(streams, stopped)
        self.followed = bool(streams)
        take = partial(self._one_stream, stopped)
        return [
            event for parked in side_by_side(take, streams.items(), WORKERS) for event in parked
        ]

    def concerns(self, envelope: Envelope) -> bool:
        """Other types pass by; what is not even an envelope is known, and parked as bad."""
        try:
            source, name, _ = kind(envelope["type"])
        except ValueError:
            return True
        if name in self.reactions.sources[source_of(envelope)].types:
            return self.reactions.concerned(source, name)
        if name != LOST and (source, name) not in self._passed:
            self._unknown(source, name, envelope["position"])
            self._passed.add((source, name))
        return False

    def _step(self, envelope: Envelope) -> Step:
        try:
            recorded = self._opened.event(envelope)
            return Step(envelope, recorded, self.reactions.react(recorded))
        except NOT_NOW:
            raise
        except Refusal as refusal:
            return Step(envelope, error=refused(envelope, refusal))
        except Exception as error:
            return Step(envelope, error=failed(envelope, error))

    def _without_what_is_so(
        self, streams: dict[Stream, list[Step]], stopped: Collection[Stream]
    ) -> dict[Stream, list[Step]]:
        """Less what changes nothing as the log stands now: one question for all such events.

        A commit finds out as well, each with a question of its own.
        """
        first = {stream: steps[0].changes for stream, steps in streams.items()}
        guessed = {
            stream: changes
            for stream, changes in first.items()
            if stream not in stopped and not callable(changes) and nothing(changes, self._guess)
        }
        if len(guessed) < 2:
            return streams
        made = [one for changes in guessed.values() for one in changes]
        found = self.states.load_many([(one.aggregate, one.id) for one in made])
        known = {one.stream: loaded for one, loaded in zip(made, found, strict=True)}
        so = {s for s, changes in guessed.items() if nothing(changes, lambda c: known[c.stream])}
        left = {s: steps[1:] if s in so else steps for s, steps in streams.items()}
        return {stream: steps for stream, steps in left.items() if steps}

    def _guess(self, made: Change[Any, Any]) -> Loaded:
        return self.states.load(made.aggregate, made.id, fresh=False, guess=True)

    def _one_stream(
        self, stopped: Collection[Stream], work: tuple[Stream, list[Step]]
    ) -> list[Parked]:
        stream, steps = work
        parked: list[Parked] = []
        for step in steps:
            behind = stream in stopped or parked
            if error := BEHIND if behind else step.error or self._commit(step):
                parked.append(Parked(*stream, step.envelope["position"], step.envelope, error))
        return parked

    def _commit(self, step: Step) -> str:
        """Answers why it could not be done, or nothing."""
        assert step.recorded
        try:
            self._decided(Commits(self.states, self._context(step.recorded)), step.changes)
        except NOT_NOW:
            raise
        except Refusal as refusal:
            return refused(step.envelope, refusal)
        except Exception as error:
            return failed(step.envelope, error)
        return ""

    def _decided(self, log: Commits, changes: Changes | Looking) -> None:
        """Raises Unavailable when what it looks at changes too often."""
        for _ in range(LOOKS):
            try:
                log.commit(
                    *(changes(self.states) if callable(changes) else changes), answered=False
                )
                return
            except Overtaken:
                continue
        raise Unavailable("busy", "what it depends on changes too often", retry_after=1)

    def _context(self, recorded: Recorded) -> Context:
        return Context(
            command_id=f"{recorded.id}/{self.reactions.name}",
            correlation_id=recorded.correlation_id,
            causation_id=recorded.id,
            traceparent=recorded.traceparent,
        )


def nothing(
    changes: Sequence[Change[Any, Any]], load: Callable[[Change[Any, Any]], Loaded]
) -> bool:
    """Whether they decide that it is so already; a refusal and a defect are for the commit."""
    try:
        decided, refusal = decide_all(changes, [load(made) for made in changes])
    except Exception:
        return False
    return bool(changes) and refusal is None and not decided[0]


def refused(envelope: Envelope, refusal: Refusal) -> str:
    """The rules say no: that is an answer, and nothing to be parked for."""
    log.info("reaction refused", about=envelope["id"], refusal=str(refusal))
    return ""


def failed(envelope: Envelope, error: Exception) -> str:
    """A reaction may fail in any way; it must not stop the others."""
    log.exception("reaction failed", about=envelope["id"])
    return describe(error)

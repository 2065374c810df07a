"""Folded streams, kept per process and brought up to date by what came after."""

from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from time import monotonic
from typing import Any, TypeVar

from kernel.aggregate import Aggregate
from kernel.codec import Codec
from kernel.log import Commit, Entry, Excerpt, Log

S = TypeVar("S")

LATELY = 1.0  # seconds for which what is rarely set up is believed to be as it was


@dataclass(frozen=True, slots=True)
class Loaded:
    """A folded stream: its state after `version` events, the last of them in a commit at `seen`."""

    state: Any
    version: int = 0
    seen: int = 0  # position of the last commit that was folded in
    last: int = 0  # position of that commit's last event


class States:
    """Folded states of one process, newest used last; brought up to date by what came after."""

    def __init__(
        self,
        log: Log,
        codec: Codec,
        size: int = 20_000,
        clock: Callable[[], float] = monotonic,
    ) -> None:
        self.log = log
        self.codec = codec
        self.size = size
        self._clock = clock
        self._looked: dict[str, float] = {}  # when it was last made sure of a stream
        self._cache: OrderedDict[str, Loaded] = OrderedDict()

    def load(
        self, aggregate: Aggregate[Any, Any], id: str, fresh: bool, guess: bool = False
    ) -> Loaded:
        """The state; with `fresh` including every commit that is durable now.

        With `guess` a stream unknown here is taken for one that has not begun: if it has,
        the append says so, and a read is saved for all the new phone numbers of the world.
        """
        stream = aggregate.stream(id)
        cached = self._cache.get(stream)
        if not fresh and (cached or guess):
            return cached or Loaded(aggregate.initial)
        loaded = cached or Loaded(aggregate.initial)
        for excerpt in self.log.excerpts({stream: loaded.seen}):
            loaded = self.fold(aggregate, stream, loaded, excerpt)
        self.keep(stream, loaded)
        return loaded

    def newest(self, aggregate: Aggregate[S, Any], id: str) -> S:
        """The state, including every commit that is durable now."""
        state: S = self.load(aggregate, id, fresh=True).state
        return state

    def lately(self, aggregate: Aggregate[Any, Any], id: str) -> Loaded:
        """The state, of which another process may have set up something else a moment ago.

        For what is asked with every command and hardly ever changes. Who is about to refuse for
        it makes sure of it first.
        """
        stream, at = aggregate.stream(id), self._clock()
        if at - self._looked.get(stream, float("-inf")) < LATELY:
            return self._cache.get(stream) or Loaded(aggregate.initial)
        loaded = self.load(aggregate, id, fresh=True)
        if len(self._looked) >= self.size:
            self._looked.clear()
        self._looked[stream] = at
        return loaded

    def load_many(self, wanted: Sequence[tuple[Aggregate[Any, Any], str]]) -> list[Loaded]:
        """Each including every commit that is durable now: with one question for all of them.

        Nothing of it is remembered: a bulk of work must not push out what people work with.
        """
        aggregates = {aggregate.stream(id): aggregate for aggregate, id in wanted}
        loaded = {
            stream: self._cache.get(stream) or Loaded(aggregate.initial)
            for stream, aggregate in aggregates.items()
        }
        after = {stream: known.seen for stream, known in loaded.items()}
        for excerpt in self.log.excerpts(after) if after else ():
            for stream, entries in by_stream(excerpt.entries).items():
                if excerpt.position > after[stream]:
                    part = Excerpt(excerpt.position, excerpt.last, tuple(entries))
                    loaded[stream] = self.fold(aggregates[stream], stream, loaded[stream], part)
        return [loaded[aggregate.stream(id)] for aggregate, id in wanted]

    def fold(
        self, aggregate: Aggregate[Any, Any], stream: str, loaded: Loaded, commit: Commit | Excerpt
    ) -> Loaded:
        state, version = loaded.state, loaded.version
        for entry in commit.entries:
            if entry.stream == stream:
                state = aggregate.evolve(state, self.codec.load(entry.type, entry.v, entry.data))
                version = entry.version
        return Loaded(state, version, commit.position, commit.last)

    def keep(self, stream: str, loaded: Loaded) -> None:
        if loaded.version:
            self._cache[stream] = loaded
            self._cache.move_to_end(stream)
            while len(self._cache) > self.size:
                self._cache.popitem(last=False)


def by_stream(entries: Iterable[Entry]) -> dict[str, list[Entry]]:
    found: dict[str, list[Entry]] = {}
    for entry in entries:
        found.setdefault(entry.stream, []).append(entry)
    return found

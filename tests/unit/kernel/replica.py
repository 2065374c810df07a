"""A model of a replica set that holds a log: replication lags, primaries die, answers get lost."""

from collections.abc import Generator, Sequence
from dataclasses import dataclass, field

from kernel.group_commit import POSITION, Insert, Outcome, ReadEnd, Written, place
from kernel.log import Commit, Draft


class Hole(AssertionError):
    """A reader of the majority could skip an event."""


@dataclass
class Replica:
    """The primary's log, and how many of its first entries a majority has."""

    log: list[Commit] = field(default_factory=list)
    durable: int = 0
    elections: int = 0
    reads_local: bool = False  # the classic fault, to see that the model catches it

    def end(self) -> int:
        seen = self.log if self.reads_local else self.log[: self.durable]
        return max((commit.last for commit in seen), default=0)

    def insert(self, commits: Sequence[Commit]) -> tuple[int, str | None]:
        """How many were taken by the primary, and the key that stopped the next one."""
        for count, commit in enumerate(commits):
            positions = {taken.position for taken in self.log}
            keys = {key for taken in self.log for key in keys_of(taken)}
            if commit.position in positions:
                return count, POSITION
            if twice := [key for key in sorted(keys_of(commit)) if key in keys]:
                return count, twice[0]
            self.log.append(commit)
        return len(commits), None

    def replicate(self) -> None:
        self.durable = min(self.durable + 1, len(self.log))
        self.check()

    def fail_over(self, kept: int) -> None:
        """The primary dies; the new one has `kept` of what the majority did not have yet."""
        del self.log[self.durable + kept :]
        self.elections += 1
        self.check()

    def check(self) -> None:
        expected = 1
        for commit in self.log[: self.durable]:
            if commit.position != expected:
                raise Hole(f"{commit.position} follows {expected - 1}")
            expected = commit.last + 1


def keys_of(commit: Commit) -> list[str]:
    return Draft(commit.entries, commit.at, commit.meta).keys


class Writer:
    """One process: it writes its drafts in batches, and can be killed between any two steps."""

    def __init__(self, replica: Replica, batches: Sequence[Sequence[Draft]]) -> None:
        self.replica = replica
        self.batches = [list(batch) for batch in batches]
        self.acknowledged: list[Commit] = []
        self.refused: list[str] = []
        self.known_end: int | None = None
        self._begin()

    @property
    def done(self) -> bool:
        return not self.batches

    def kill(self) -> None:
        """All memory is gone; the clients ask again under the same command ids."""
        if self.batches:
            self.known_end = None
            self._begin()

    def advance(self) -> None:
        """One step: ask the server something, or take its answer when there is one."""
        if self.done:
            return
        if self.sent is None:
            self._ask()
        elif (written := self._answer()) is not None:
            self.sent = None
            self._send(written)

    def _begin(self) -> None:
        self.sent: tuple[int, int, Written] | None = None
        self.outcomes: list[Outcome | None] = [None] * len(self.batches[0])
        self.steps: Generator = place(self.batches[0], self.known_end, self.outcomes)
        self.step = next(self.steps)

    def _ask(self) -> None:
        if isinstance(self.step, ReadEnd):
            self._send(self.replica.end())
            return
        assert isinstance(self.step, Insert)
        count, refused = self.replica.insert(self.step.commits)
        written = Written(count, refused)
        self.sent = (self.replica.elections, len(self.replica.log), written)

    def _answer(self) -> Written | None:
        """None while a majority does not have it yet."""
        assert self.sent is not None
        election, needed, written = self.sent
        if self.replica.elections != election:
            return Written(0, unknown=True)
        return written if self.replica.durable >= needed else None

    def _send(self, answer: int | Written) -> None:
        try:
            self.step = self.steps.send(answer)
        except StopIteration as stop:
            self.known_end = stop.value
            self.acknowledged += [o for o in self.outcomes if isinstance(o, Commit)]
            self.refused += [o.key for o in self.outcomes if o and not isinstance(o, Commit)]
            self.batches.pop(0)
            if self.batches:
                self._begin()

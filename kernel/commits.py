"""THE command handler: load, decide, append, and decide again when somebody else got in first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from kernel import debts
from kernel.change import Change, decide_all
from kernel.context import Context
from kernel.log import Commit, Conflict, Draft, Duplicate, Entry
from kernel.refusal import Refusal, Reused, Unavailable
from kernel.states import Loaded, States

ATTEMPTS = 30  # lost races in a row before the caller is told to come back


@dataclass(frozen=True)
class Receipt:
    """What a command answers: enough to edit on (`version`) and to read on (`position`)."""

    id: str
    version: int  # of the first change's stream
    source: str
    position: int  # of the commit's last event
    told: Mapping[str, Any] = field(default_factory=dict)  # what else was answered

    def to_json(self) -> dict[str, Any]:
        at = f"{self.source}:{self.position}"
        return {"id": self.id, "version": self.version, "position": at} | dict(self.told)


class Commits:
    """A log on behalf of one caller: what a service class sees as `self.log`."""

    def __init__(
        self, states: States, context: Context, knowing: dict[str, int] | None = None
    ) -> None:
        self.states = states
        self.log = states.log
        self.context = context
        self.knowing = {} if knowing is None else knowing  # of other logs, the last position

    def rests_on(self, source: str, position: int) -> None:
        """What is committed from here on is decided by that: who reads it must have both."""
        if position > self.knowing.get(source, 0):
            self.knowing[source] = position

    def commit(
        self,
        *changes: Change[Any, Any],
        answered: bool = True,
        told: Mapping[str, Any] | None = None,
    ) -> Receipt:
        """All changes in one commit, or none.

        `[]` from the first change makes the whole commit `[]`: it was so already. The same
        command id answers what it answered the first time; where nobody hears the answer
        (`answered` is false: a reaction) it need not be looked up, it just has no second effect.
        `told` is answered besides, and kept in the log for ever: nothing personal may be in it.
        """
        if not self.context.command_id:
            raise ValueError("a command needs an id, or nothing can be told from its double")
        streams = sorted({made.stream for made in changes})
        if len(streams) != len(changes):
            raise ValueError("two changes of one commit touch the same stream")
        with self.log.queue(streams):
            return self._settle(changes, answered, told or {})

    def _settle(
        self, changes: Sequence[Change[Any, Any]], answered: bool, told: Mapping[str, Any]
    ) -> Receipt:
        fresh = False  # a first guess may come from the cache; its refusal or `[]` may not
        for _ in range(ATTEMPTS):
            loaded = self._load(changes, fresh)
            decided, refusal = decide_all(changes, loaded)
            if all(decided) or (fresh and decided[0]):
                if receipt := self._append(changes, loaded, decided, told):
                    return receipt
            elif fresh:
                return self._without_events(changes[0], loaded[0], refusal, answered)
            fresh = True
        raise Unavailable("busy", "too many others change the same record", retry_after=1)

    def _load(self, changes: Sequence[Change[Any, Any]], fresh: bool) -> list[Loaded]:
        return [
            self.states.load(made.aggregate, made.id, fresh, guess=made.may_be_new)
            for made in changes
        ]

    def _without_events(
        self, first: Change[Any, Any], loaded: Loaded, refusal: Refusal | None, answered: bool
    ) -> Receipt:
        """A command that was done before is answered as before, even if it would be refused now."""
        if answered and (earlier := self.log.find(self.context.command_id)):
            return self._again(earlier)
        if refusal:
            raise refusal
        return self._receipt(first, loaded.version, loaded.last)

    def _append(
        self,
        changes: Sequence[Change[Any, Any]],
        loaded: Sequence[Loaded],
        decided: Sequence[Sequence[Any]],
        told: Mapping[str, Any],
    ) -> Receipt | None:
        """The receipt, or None when another commit got in first."""
        first, version = changes[0], loaded[0].version + len(decided[0])
        entries = [
            entry
            for made, at, events in zip(changes, loaded, decided, strict=True)
            for entry in self._entries(made.stream, at.version, events)
        ]
        meta = self._meta(first.id, version, told)
        try:
            commit = self.log.append(Draft(tuple(entries), now(), meta))
        except Duplicate as duplicate:
            return self._again(duplicate.commit)
        except Conflict:
            return None
        self._remember(changes, loaded, commit)
        return Receipt(first.id, version, self.log.source, commit.last, told)

    def _remember(
        self, changes: Sequence[Change[Any, Any]], loaded: Sequence[Loaded], commit: Commit
    ) -> None:
        touched = {entry.stream for entry in commit.entries}
        for made, at in zip(changes, loaded, strict=True):
            if made.stream in touched:
                folded = self.states.fold(made.aggregate, made.stream, at, commit)
                self.states.keep(made.stream, folded)

    def _entries(self, stream: str, version: int, events: Sequence[Any]) -> list[Entry]:
        return [
            Entry(stream, number, *self.states.codec.dump(event))
            for number, event in enumerate(events, start=version + 1)
        ]

    def _meta(self, id: str, version: int, told: Mapping[str, Any]) -> dict[str, Any]:
        meta = self.context.recorded() | {"answer": {**told, "id": id, "version": version}}
        return meta | ({"knowing": debts.told(self.knowing)} if self.knowing else {})

    def _again(self, commit: Commit) -> Receipt:
        if commit.meta.get("fingerprint", "") != self.context.fingerprint:
            raise Reused("command-id-reused", "this id has been used for another request")
        told = dict(commit.meta["answer"])
        id, version = told.pop("id"), told.pop("version")
        return Receipt(id, version, self.log.source, commit.last, told)

    def _receipt(self, made: Change[Any, Any], version: int, position: int) -> Receipt:
        return Receipt(made.id, version, self.log.source, position)


def now() -> datetime:
    """When it is recorded, in the milliseconds that the database keeps."""
    at = datetime.now(UTC)
    return at.replace(microsecond=at.microsecond // 1000 * 1000)

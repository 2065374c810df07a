"""Commits of hundreds of changes: loaded with one question, and not remembered afterwards."""

from collections.abc import Mapping, Sequence
from typing import Any

from kernel.change import Change
from kernel.commits import Commits
from kernel.context import Context
from kernel.log import Commit
from kernel.states import Loaded, States


class Many(Commits):
    """What an import commits. The first change is that of the work itself.

    `known` is what its caller has just loaded, by stream; a stream that is not in it is taken for
    one that has not begun. Who is wrong loses the race, and all is loaded for the next attempt.
    """

    def __init__(
        self, states: States, context: Context, known: Mapping[str, Loaded] | None = None
    ) -> None:
        super().__init__(states, context)
        self.known = known or {}

    def _load(self, changes: Sequence[Change[Any, Any]], fresh: bool) -> list[Loaded]:
        if fresh:
            return self.states.load_many([(made.aggregate, made.id) for made in changes])
        return [self.known.get(made.stream) or Loaded(made.aggregate.initial) for made in changes]

    def _remember(
        self, changes: Sequence[Change[Any, Any]], loaded: Sequence[Loaded], commit: Commit
    ) -> None:
        first = changes[0]
        folded = self.states.fold(first.aggregate, first.stream, loaded[0], commit)
        self.states.keep(first.stream, folded)

"""Commits of what has been decided already: hundreds of streams, each as it was looked at.

A command decides on a stream or two, and once more when it came too late. A bulk of work has looked
at all of its streams with one question; when any of them has moved on it looks at all of them anew.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from kernel.codec import Dumped
from kernel.commits import now
from kernel.context import Context
from kernel.log import Commit, Draft, Entry
from kernel.states import States


@dataclass(frozen=True, slots=True)
class Part:
    """What happens to one stream."""

    stream: str
    after: int  # the version that it had; 0 when it had not begun
    events: Sequence[Any]  # some may be dumped already


def commit(states: States, context: Context, id: str, parts: Sequence[Part]) -> Commit:
    """All parts, or none; the first is that of the work with this id.

    Raises Conflict when one of the streams has moved on, Duplicate when this step has been taken.
    """
    version = parts[0].after + len(parts[0].events)
    meta = context.recorded() | {"answer": {"id": id, "version": version}}
    return states.log.append(Draft(tuple(entries(states, parts)), now(), meta))


def entries(states: States, parts: Iterable[Part]) -> Iterable[Entry]:
    dump = states.codec.dump
    for part in parts:
        for version, event in enumerate(part.events, part.after + 1):
            told = event if type(event) is Dumped else dump(event)
            yield Entry(part.stream, version, *told)

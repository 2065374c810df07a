"""How waiting commits get their positions: the algorithm alone, so that any schedule can be tried.

`place` yields what it needs done (`ReadEnd`, `Insert`) and is sent what came of it; `kernel.mongo`
does it with a real server, the property tests with a model that crashes and fails over.
"""

from collections.abc import Generator, Sequence
from dataclasses import dataclass

from kernel.log import Commit, Draft


@dataclass(frozen=True)
class ReadEnd:
    """Answer with the position of the last event, from a *majority* read.

    A local read shows writes that a failover takes back: whoever builds on one of them
    leaves a hole. `beyond` is a position known to be taken; it may not be durable yet.
    """

    beyond: int = 0


@dataclass(frozen=True)
class Insert:
    """Write in this order, in one message, and stop at the first that does not fit.

    Answer with a `Written`; only what is durable counts as written.
    """

    commits: Sequence[Commit]


@dataclass(frozen=True)
class Written:
    count: int  # so many are durable, from the front
    refused: str | None = None  # the key of the next one that is taken; POSITION for its `_id`
    unknown: bool = False  # connection or write concern failed: nothing may be acknowledged


POSITION = "_id"


@dataclass(frozen=True)
class Taken:
    """The draft was not written, because this key of it is in the log already."""

    key: str


Outcome = Commit | Taken
Step = ReadEnd | Insert


def place(
    drafts: Sequence[Draft], end: int | None, outcomes: list[Outcome | None]
) -> Generator[Step, "int | Written", int | None]:
    """Write the drafts at the end of the log, wherever that is by then; fill in `outcomes`.

    `end` is the end after an own acknowledged write, None when unknown. Returns the new one.
    """
    first = 0  # drafts before it are settled
    beyond = 0
    while first < len(drafts):
        if end is None:
            end = yield ReadEnd(beyond)  # type: ignore[assignment]
            assert isinstance(end, int)
        commits = numbered(drafts[first:], end)
        written = yield Insert(commits)
        assert isinstance(written, Written)
        if written.unknown:
            end = None  # the same command ids again: one that did get in names itself
            continue
        outcomes[first : first + written.count] = commits[: written.count]
        end = commits[written.count - 1].last if written.count else end
        first += written.count
        if written.refused == POSITION:
            beyond, end = commits[written.count].position, None
        elif written.refused:
            outcomes[first] = Taken(written.refused)
            first += 1
    return end


def numbered(drafts: Sequence[Draft], end: int) -> list[Commit]:
    commits = []
    for draft in drafts:
        commits.append(Commit(end + 1, draft.entries, draft.at, draft.meta))
        end += len(draft.entries)
    return commits

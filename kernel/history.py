"""Is a log still the one that was followed? After a backup has been restored it may not be.

Decision 0005: a position is never used twice. Who finds that a log ends before what has been seen
of it, or goes on differently, does nothing more, and says which command mends it.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from kernel.log import Commit, Log
from kernel.refusal import Unavailable

RETRY = 30  # seconds: an operator has to do something first
LOST = "HistoryLost"  # type of the events that stand for those which a restore has lost
LOST_STREAM = "log/lost"


class Rewound(Unavailable):
    """The log is not the one that was read before; whoever goes on would skip or mix events."""


def rewound(slug: str, source: str, why: str) -> Rewound:
    return Rewound(slug, f"{source}: {why}", source=source, retry_after=RETRY)


def gone(source: str, position: int, head: int) -> Rewound:
    why = f"{position} has been read, and the log ends at {head}"
    return rewound("log-went-back", source, f"{why}. A backup was restored? ./crm mend {source}")


def changed(source: str, position: int) -> Rewound:
    why = f"at {position} the log holds another event than the one that has been read"
    return rewound("log-changed", source, f"{why}. A backup was restored? ./crm mend {source}")


def mended(source: str, position: int) -> Rewound:
    why = f"what was read up to {position} is lost, and the log was mended since"
    return rewound("rows-beyond-log", source, f"{why}: ./crm rebuild --all")


def mark(envelope: Mapping[str, Any]) -> str:
    """Enough of an event to tell it from another one at its position."""
    return f"{envelope.get('subject')}@{envelope.get('version')} {envelope.get('time')}"


def marks(envelopes: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """Of the last event of each source, by its service."""
    return {str(e.get("source")).rpartition("/")[2]: mark(e) for e in envelopes}


def mark_of(commit: Commit) -> str:
    return str(commit.meta.get("command_id", ""))


def confirm(log: Log, position: int, known: str) -> None:
    """Raises Rewound unless the commit that ends at `position` is there, and is the known one."""
    if not position:
        return
    found = log.after(position - 1, 1)
    if not found or found[0].position > position:
        raise gone(log.source, position, log.head())
    if known and (found[0].last != position or mark_of(found[0]) != known):
        raise changed(log.source, position)

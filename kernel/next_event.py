"""What a reader of a log has before it: how old the next event is, and why it cannot be read.

One document is looked at, the one where readers stand; `verify` looks at all of them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kernel.document import Damaged, from_document
from kernel.feed import Hole
from kernel.live import Documents
from kernel.soundness import size

Document = Mapping[str, Any]


@dataclass(frozen=True)
class Next:
    """The event after a position, or the first behind it that is still there."""

    at: datetime | None = None
    fault: str = ""  # why nobody gets beyond the position; in the words of those who stand there

    def waiting(self, now: datetime) -> float:
        """Seconds since it was recorded; 0 when there is none, or none that says when."""
        return max(0.0, (now - self.at).total_seconds()) if self.at else 0.0


def next_event(of_log: Documents, source: str, position: int, end: int) -> Next:
    """`end` is where the log ends: whoever has read so far has nothing before him."""
    if position >= end or not (found := document(of_log, position)):
        return Next()
    at = found.get("at")
    return Next(at if isinstance(at, datetime) else None, fault(source, position, found))


def document(of_log: Documents, position: int) -> Document | None:
    """The commit that goes on beyond this position, or else the first that begins there."""
    log = of_log["log"]
    around = log.find_one({"_id": {"$gte": 1, "$lte": position + 1}}, sort=[("_id", -1)])
    if around and around["_id"] + size(around.get("events")) - 1 > position:
        return around
    return log.find_one({"_id": {"$gt": position}}, sort=[("_id", 1)])


def fault(source: str, position: int, found: Document) -> str:
    if found["_id"] > position + 1:
        return first_sentence(Hole(source, position, found["_id"]).detail)
    try:
        from_document(dict(found))
    except Damaged as damaged:
        return first_sentence(damaged.detail)
    return ""


def first_sentence(text: str) -> str:
    """What it is, and of several things the first; what to do about it is said elsewhere."""
    return text.partition(". ")[0].partition("; ")[0]

"""In which condition a subscription is: idle is told apart from dead, dead from slow."""

from collections.abc import Collection, Mapping
from typing import Any

PATIENCE = 10.0  # seconds: work that waits longer and does not move is stalled
Line = Mapping[str, Any]


def condition(line: Line, fresh: Collection[str] = ()) -> str:
    """Caught up and idle is not dead: whoever lives keeps a lease, also with nothing to do.

    `fresh` processes have just begun: those before them may hold the lease for some seconds.
    """
    if line["newer"]:
        return "newer"
    if line["behind"] < 0 or line["rewound"]:
        return "beyond"
    if not line["worker"]:
        return nobody(line, fresh)
    if not line["behind"]:
        return "caught up"
    if line["fault"]:
        return "held up"
    stalled = line["moving"] is False and line["seconds"] > PATIENCE
    return "stalled" if stalled else "catching up"


def nobody(line: Line, fresh: Collection[str]) -> str:
    if line["rebuilding"]:
        return "rebuilding"
    return "starting" if home(line["queue"]) in fresh else "dead"


def home(queue: str) -> str:
    """The process that works for it: analytics has one per group, others do it themselves."""
    service, _, group = queue.partition(".")
    return group if service == "analytics" else service

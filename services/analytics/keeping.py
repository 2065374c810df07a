"""Whether a customer is locked, and when it will return to its pool unless something is done."""

from typing import Any, assert_never

from kernel.projection import Row
from services.analytics.plain import NEVER, NO_DATE, moment, time
from services.customer.events import (
    CustomerLocked,
    CustomerUnlocked,
    KeepingEvent,
    RecycleWarned,
    StandingNoted,
)

UNKEPT: Row = {"lock": None, "warned_at": NEVER, "returns_at": NO_DATE, "returns_because": None}
UNWARNED: Row = {name: UNKEPT[name] for name in ("warned_at", "returns_at", "returns_because")}


def kept(event: KeepingEvent) -> Row:
    match event:
        case CustomerLocked():
            return {"lock": {"until": moment(event.until) if event.until else None}}
        case CustomerUnlocked():
            return {"lock": None}
        case RecycleWarned():
            due = {"returns_at": moment(event.due_at), "returns_because": event.rule}
            return due | {"warned_at": moment(event.at)}
        case StandingNoted():
            return {}
        case _:
            assert_never(event)


def shown(row: Row) -> dict[str, Any]:
    """A follow-up since the warning has put the return off."""
    known = UNKEPT | row
    lock = known["lock"]
    warned = known["warned_at"] > max(NEVER, known["last_follow_up_at"])
    told = known if warned else UNKEPT
    return {
        "locked": lock is not None,
        "locked_until": time(lock["until"]) if lock else None,
        "returns_at": time(told["returns_at"]),
        "returns_because": told["returns_because"],
    }

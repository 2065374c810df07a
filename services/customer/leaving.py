"""One handover of a person at a time: two would share out the same customers, deals and tasks."""

from dataclasses import dataclass
from datetime import datetime

from kernel import Aggregate, Rejected
from services.customer.events import LeavingBegun, LeavingEnded, LeavingEvent


@dataclass(frozen=True)
class Leaving:
    handover_id: str = ""  # the one that goes on


def begin(leaving: Leaving, person: str, handover_id: str, at: datetime) -> list[LeavingEvent]:
    if leaving.handover_id == handover_id:
        return []
    if leaving.handover_id:
        raise Rejected(
            "handover-running",
            f"another handover of {person} goes on: wait for its end, or undo it",
            handover_id=leaving.handover_id,
        )
    return [LeavingBegun(person, handover_id, at)]


def end(leaving: Leaving, person: str, handover_id: str, at: datetime) -> list[LeavingEvent]:
    """One that began before this was kept holds nobody up."""
    if leaving.handover_id != handover_id:
        return []
    return [LeavingEnded(person, handover_id, at)]


def evolve(leaving: Leaving, event: LeavingEvent) -> Leaving:
    return Leaving(event.handover_id if isinstance(event, LeavingBegun) else "")


LEAVING = Aggregate("leaving", Leaving(), evolve, LeavingEvent, implicit=True)

"""That the duties of who left have been handed over: once for each handover."""

from dataclasses import dataclass
from datetime import datetime

from kernel import Aggregate
from services.activity.events import DutiesHandedOver


@dataclass(frozen=True)
class Succession:
    done: bool = False


def finish(
    made: Succession, handover_id: str, person: str, tasks: int, appointments: int, clashes: int,
    visits: int, at: datetime,
) -> list[DutiesHandedOver]:  # fmt: skip
    if made.done:
        return []
    return [DutiesHandedOver(handover_id, person, tasks, appointments, clashes, at, visits)]


def evolve(made: Succession, event: DutiesHandedOver) -> Succession:
    return Succession(done=True)


SUCCESSION = Aggregate("succession", Succession(), evolve, DutiesHandedOver, implicit=True)

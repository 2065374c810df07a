"""That the duties of who left have been handed over, and given back: once for each handover."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from kernel import Aggregate
from services.activity.events import (
    DutiesGivenBack,
    DutiesHandedOver,
    DutiesNotReturned,
    DutyKept,
)

NAMED = 200  # of those that stay where they are
SuccessionEvent = DutiesHandedOver | DutiesGivenBack


@dataclass(frozen=True)
class Succession:
    done: bool = False
    back: bool = False


def finish(
    made: Succession, handover_id: str, person: str, tasks: int, appointments: int, clashes: int,
    visits: int, at: datetime,
) -> list[DutiesHandedOver]:  # fmt: skip
    if made.done or made.back:
        return []
    return [DutiesHandedOver(handover_id, person, tasks, appointments, clashes, at, visits)]


def give_back(
    made: Succession, handover_id: str, person: str, tasks: int, appointments: int, clashes: int,
    kept: Sequence[DutyKept], at: datetime,
) -> list[DutiesGivenBack]:  # fmt: skip
    if made.back:
        return []
    counts = sorted(Counter(one.reason for one in kept).items())
    stay = tuple(DutiesNotReturned(reason, count) for reason, count in counts)
    about = (handover_id, person, tasks, appointments, clashes)
    return [DutiesGivenBack(*about, tuple(kept[:NAMED]), stay, at)]


def evolve(made: Succession, event: SuccessionEvent) -> Succession:
    if isinstance(event, DutiesGivenBack):
        return replace(made, back=True)
    return replace(made, done=True)


SUCCESSION = Aggregate("succession", Succession(), evolve, SuccessionEvent, implicit=True)

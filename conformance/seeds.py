"""One seed: a history, an undisturbed life, a disturbed one, and whether both books are right."""

import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from conformance import faults
from conformance.candidate import Failed, Told
from conformance.expected import expected
from conformance.history import history
from conformance.steps import Killed, Lost, Sent, Started, Step
from conformance.trial import Histories, Terms, trial
from conformance.verdict import differences


@dataclass(frozen=True)
class Judged:
    seed: int
    wrong: tuple[str, ...]
    told: str  # what was done to it
    seconds: float


def judge(
    seed: int, terms: Terms, folder: Path, recorded: Histories | None, own_outcome: bool
) -> Judged:
    """Everything but the moment of a death follows from the seed."""
    begun, chance = time.monotonic(), Random(seed)
    histories = recorded or history(chance)
    lengths = {source: len(told) for source, told in histories.items()}
    quiet = faults.undisturbed(lengths, chance)
    steps = faults.disturbed(lengths, chance)
    try:
        calm = life(terms, histories, folder, "undisturbed", quiet)
        right = calm.outcome if own_outcome else fold(histories, terms)
        wrong = said("undisturbed", against(calm, right, lengths, terms))
        if not wrong:
            wild = life(terms, histories, folder, "disturbed", steps)
            wrong = said("disturbed", against(wild, calm.outcome, lengths, terms))
    except Failed as failure:
        wrong = [str(failure)]
    return Judged(seed, tuple(wrong), described(lengths, steps), time.monotonic() - begun)


def life(
    terms: Terms, histories: Histories, folder: Path, name: str, steps: Sequence[Step]
) -> Told:
    try:
        with trial(terms, histories, folder, name) as one:
            return one.play(steps)
    except Failed as failure:
        raise Failed(f"{name}: {failure}") from failure


def said(name: str, wrong: Sequence[str]) -> list[str]:
    return [f"{name}: {one}" for one in wrong]


def described(lengths: dict[str, int], steps: Sequence[Step]) -> str:
    done = Counter(step.why or "once" for step in steps if isinstance(step, Sent))
    lost = sum(isinstance(step, Lost) for step in steps)
    deaths = sum(isinstance(step, Killed) for step in steps)
    first = next(place for place, step in enumerate(steps) if isinstance(step, Started))
    told = f"{sum(lengths.values())} events, {lost} lost, {done['doubled']} doubled,"
    told += f" {done['late']} late, {done['replayed']} replayed, {deaths} deaths"
    return told + (f", begun after {first}" if first else "")


def against(told: Told, outcome: Any, lengths: Mapping[str, int], terms: Terms) -> list[str]:
    """It must have looked at every event, and have booked this."""
    positions = {source: lengths.get(source, 0) for source in terms.wanted.sources}
    claimed = {source: told.positions.get(source) for source in positions}
    return [
        *differences(claimed, positions, "positions"),
        *differences(told.outcome, outcome, "outcome"),
    ]


def fold(histories: Histories, terms: Terms) -> Any:
    """What follows from the events that it is given at all."""
    customers, deals = (
        [envelope for envelope in histories.get(source, ()) if terms.wanted.sends(envelope)]
        for source in ("customer", "pipeline")
    )
    return expected(customers, deals)

"""All rounds: which faults, in which order, on which shape of the system; and the verdict."""

import random
import shutil
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from cli.place import ROOT, Place
from cli.say import GREEN, RED, paint, say
from tests.chaos import table
from tests.chaos.artifacts import Artifacts
from tests.chaos.faults.every import FAULTS
from tests.chaos.faults.fault import Fault
from tests.chaos.leaks import held, leaks
from tests.chaos.rounds import Outcome, Session
from tests.chaos.shapes import REPLICAS, SMALL_DISKS, USUAL
from tests.chaos.stack import Stack

SHAPES = (USUAL, REPLICAS, SMALL_DISKS)
RESULTS = ROOT / "bench" / "results" / "chaos.md"
SHORT_SECONDS = 115.0  # from the first word until no further round is begun
ALWAYS = ("kill-services", "kill-broker", "kill-mongod", "wipe-broker", "two-relays")


@dataclass(frozen=True)
class Asked:
    rounds: int
    seed: int
    only: tuple[str, ...]
    short: bool
    keep: Path
    record: bool  # write the table into bench/results
    clients: int


@dataclass
class Run:
    asked: Asked
    folder: Path
    outcomes: list[Outcome] = field(default_factory=list)
    skipped: dict[str, str] = field(default_factory=dict)
    began: float = field(default_factory=time.monotonic)

    def __call__(self) -> int:
        say(f"seed {self.asked.seed}")
        faults = list(self._possible(chosen(self.asked)))
        try:
            for shape in SHAPES:
                if here := [fault for fault in faults if fault.shape == shape]:
                    self._shape(shape, here)
        except KeyboardInterrupt:
            self._conclude()  # what has been seen so far is worth seeing
            raise
        return self._conclude()

    def _possible(self, faults: Sequence[Fault]) -> Iterator[Fault]:
        for fault in faults:
            if why := fault.needs():
                self.skipped[fault.name] = why
            else:
                yield fault

    def _shape(self, shape: str, faults: Sequence[Fault]) -> None:
        place = Place(self.folder / shape)
        shutil.rmtree(place.folder, ignore_errors=True)
        say(f"\nstarting the {shape} system in {place.folder}")
        stack = Stack(place, shape)
        stack.start()
        artifacts = Artifacts(place, self.asked.keep, self.asked.seed)
        try:
            self._rounds(stack, artifacts, order(faults, self.asked))
        finally:
            stack.stop()

    def _rounds(self, stack: Stack, artifacts: Artifacts, faults: Sequence[Fault]) -> None:
        session = Session(stack, self.asked.seed, self.asked.clients)
        try:
            self._note(session.warm_up(), artifacts)
            before = held(stack)
            counts: dict[str, int] = {}
            for fault in faults:
                if self.asked.short and time.monotonic() > self.began + SHORT_SECONDS:
                    break
                counts[fault.name] = number = counts.get(fault.name, 0) + 1
                self._note(session.round(fault, number, self.asked.seed), artifacts)
            last = Outcome(f"after all ({stack.shape})", 1, recovery=0.0)
            last.findings = [*session.judge.end(), *leaks(before, held(stack))]
            self._note(last, artifacts)
        finally:
            session.close()

    def _note(self, outcome: Outcome, artifacts: Artifacts) -> None:
        self.outcomes.append(outcome)
        kept = artifacts.keep(outcome)
        recovery = "never" if outcome.recovery is None else f"{outcome.recovery:4.1f} s"
        busy = f" (machine {outcome.slowness:.1f}x slower)" if outcome.slowness > 1.2 else ""
        verdict = paint("FAILED", RED) if outcome.findings else paint("passed", GREEN)
        say(
            f"{len(self.outcomes):4} {outcome.fault:<22} #{outcome.number:<3} {verdict} "
            f"{outcome.seconds:5.1f} s  {outcome.commands:5} commands "
            f"{outcome.unknown:3} unknown  back after {recovery}{busy}"
        )
        for finding in outcome.findings[:8]:
            say(f"       {finding[:400]}")
        if kept:
            say(f"       {len(outcome.findings)} findings; history and logs are in {kept}")

    def _conclude(self) -> int:
        rows = table.rows(self.outcomes, self.skipped)
        say(f"\n{table.text(rows)}\n")
        if self.asked.record:
            RESULTS.parent.mkdir(parents=True, exist_ok=True)
            RESULTS.write_text(
                table.markdown(rows, self.asked.seed, self.asked.rounds, self.asked.clients)
            )
            say(f"the table is kept in {RESULTS.relative_to(ROOT)}")
        failed = any(outcome.findings for outcome in self.outcomes)
        say(f"seed {self.asked.seed}: {'FAILED' if failed else 'passed'}")
        return int(failed)


def chosen(asked: Asked) -> list[Fault]:
    if asked.only:
        return [FAULTS[name] for name in asked.only]
    if not asked.short:
        return list(FAULTS.values())
    quick = [fault for fault in FAULTS.values() if fault.short and fault.name not in ALWAYS]
    random.Random(asked.seed).shuffle(quick)
    return [*(FAULTS[name] for name in ALWAYS), *quick]


def order(faults: Sequence[Fault], asked: Asked) -> list[Fault]:
    """Every fault once, in a random order, then again in another; short: as they were chosen."""
    if asked.short:
        return list(faults)
    chance = random.Random(f"{asked.seed}/order")
    return [
        fault for _ in range(asked.rounds) for fault in chance.sample(list(faults), len(faults))
    ]

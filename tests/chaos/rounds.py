"""One round: load, a fault at some moment, its healing, recovery, rest, and judgement."""

import random
import time
import traceback
from dataclasses import dataclass, field

from tests.chaos.checks.stored import Finding
from tests.chaos.client import token
from tests.chaos.faults.fault import RECOVERY_SECONDS, Fault
from tests.chaos.history import UNKNOWN, Call, History, Read
from tests.chaos.hook import Hook
from tests.chaos.judge import Judge
from tests.chaos.load import Load
from tests.chaos.machine import Window
from tests.chaos.probe import PROBER, Probe
from tests.chaos.stack import Stack
from tests.chaos.subscriber import Subscriber
from tests.chaos.world import BOSS, World

REST_WITHIN = 45.0
ROOT = "root"


@dataclass
class Outcome:
    fault: str
    number: int
    seconds: float = 0.0
    commands: int = 0
    unknown: int = 0
    recovery: float | None = None
    slowness: float = 1.0  # how much others slowed the machine down while it recovered
    findings: list[Finding] = field(default_factory=list)
    calls: list[Call] = field(default_factory=list, repr=False)
    reads: list[Read] = field(default_factory=list, repr=False)


class Session:
    """A running stack with its load, its subscriber and its judge; good for many rounds."""

    def __init__(self, stack: Stack, seed: int, clients: int) -> None:
        self.stack = stack
        key = (stack.place.secrets / "GUANXI_TOKEN_KEY").read_text().strip()
        boss = token(key, BOSS, "manager")
        self.history = History(stack.place.folder / "history.jsonl")
        self.subscriber = Subscriber(stack.amqp, stack.url, boss)
        self.hook = Hook(stack.url, token(key, ROOT, "admin"))
        self.judge = Judge(stack, self.subscriber, self.hook)
        self.probe = Probe(stack.url, token(key, PROBER, "sales"), self.history)
        self.load = Load(stack.url, key, self.history, World(seed), seed, clients)

    def close(self) -> None:
        self.load.close()
        self.subscriber.close()
        self.hook.close()

    def warm_up(self) -> Outcome:
        """Two quiet seconds, judged like a round: what is wrong now is no fault's fault."""
        return self.round(Fault("no-fault", lambda stack, chance: lambda: None, (2.0, 2.0)), 0, 0)

    def round(self, fault: Fault, number: int, seed: int) -> Outcome:
        outcome, began = Outcome(fault.name, number), time.monotonic()
        chance = random.Random(f"{seed}/{fault.name}/{number}")
        for step in (self._harm, self._rest, self._judge):
            try:
                step(fault, outcome, chance)
            except Exception:  # whatever breaks: the other rounds want to be run, this one failed
                outcome.findings.append(f"the round broke: {traceback.format_exc(limit=6)}")
                break
        outcome.seconds = time.monotonic() - began
        return outcome

    def _harm(self, fault: Fault, outcome: Outcome, chance: random.Random) -> None:
        self.load.resume()
        time.sleep(chance.uniform(0.3, 1.2))
        heal = fault.begin(self.stack, chance)
        try:
            time.sleep(chance.uniform(*fault.lasts))
        finally:
            heal()
        healed = time.time()
        if fault.wipes:
            self.judge.wiped()
        self._recover(fault, outcome, healed)
        time.sleep(chance.uniform(0.0, 0.4))

    def _recover(self, fault: Fault, outcome: Outcome, healed: float) -> None:
        window = Window(self.stack.ours())
        outcome.recovery = self.probe.recovery(healed)
        outcome.slowness = window.slowness(self.stack.ours())
        if outcome.recovery is None or outcome.recovery > fault.recovers * outcome.slowness:
            took = "never" if outcome.recovery is None else f"after {outcome.recovery:.1f} s"
            outcome.findings.append(
                f"slow: everything worked again {took}, on a machine {outcome.slowness:.1f} times "
                "slower than if it were ours alone"
            )

    def _rest(self, fault: Fault, outcome: Outcome, chance: random.Random) -> None:
        if not self.load.rest(REST_WITHIN):
            outcome.findings.append(f"somebody still has no answer after {REST_WITHIN:.0f} s")
        outcome.calls, outcome.reads = self.history.take()
        outcome.commands = len(outcome.calls)
        outcome.unknown = sum(call.outcome == UNKNOWN for call in outcome.calls)

    def _judge(self, fault: Fault, outcome: Outcome, chance: random.Random) -> None:
        later = max(0.0, fault.recovers - RECOVERY_SECONDS) * outcome.slowness
        outcome.findings += self.judge.round(outcome.calls, outcome.reads, fault.skews, later)

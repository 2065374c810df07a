"""What a supervisor sees beyond ends: a process that hangs, a broker that takes nothing."""

import os
import signal
import threading
import time
from collections.abc import Callable, Mapping

from cli import hanging, taking
from cli.broker import begin_anew
from cli.child import Child
from cli.exposition import parse, total
from cli.looking import ask, sibling
from cli.pid import Pid
from cli.place import Place
from cli.readiness import answers

STACKS = 0.5  # seconds to write them
GOODBYE_SECONDS = 5.0  # for a broker that has to stop without its Raft log


class Guards:
    """Threads beside the supervisor's own: they end a process, and it starts another."""

    def __init__(
        self,
        place: Place,
        children: Mapping[str, Child],
        stopping: threading.Event,
        report: Callable[[str], None],
    ) -> None:
        self.place = place
        self.children = children
        self.stopping = stopping
        self.report = report
        self.every = float(os.environ.get("GUANXI_ASK_SECONDS", hanging.EVERY))

    def start(self) -> None:
        for guard in (self.watch_processes, self.watch_broker):
            threading.Thread(target=guard, name=guard.__name__, daemon=True).start()

    def watch_processes(self) -> None:
        seconds = 0.8 * self.every  # for the cheapest of answers
        hanging.watch(
            self.asked, self.end_hanging, time.monotonic, lambda url: answers(url, seconds),
            self.stopping, hanging.Hanging(self.every),
        )  # fmt: skip

    def asked(self) -> list[tuple[str, int, str]]:
        """Those that can say that they are alive: name, pid and where to ask."""
        found = []
        for name, child in self.children.items():
            if child.command.health and (pid := child.pid):
                found.append((name, pid.pid, child.command.health.rpartition("/")[0] + "/livez"))
        return found

    def end_hanging(self, name: str, pid: int) -> None:
        if hung := self.still(name, pid):
            self.report(f"{name} hangs: no answer for long; it is ended and started anew")
            hung.send(signal.SIGUSR2)  # a process of ours writes its stacks to its log
            time.sleep(STACKS)
            hung.send_group(signal.SIGKILL)

    def watch_broker(self) -> None:
        """Nothing to do where the broker is somebody else's."""
        broker, uri = self.children.get("broker"), os.environ.get("AMQP_URI", "")
        if not broker or not uri:
            return
        folder = self.place.folder / "broker"
        question = taking.question(uri, broker.command.address, folder, self.every)
        taking.watch(
            lambda: broker.pid.pid if broker.pid else None,
            taking.unless_refused(question, self.refused), self.end_broker,
            self.stopping, self.every,
        )  # fmt: skip

    def refused(self) -> bool:
        """Whether any relay says that the broker refuses what it sends."""
        relays = [c for name, c in self.children.items() if name.startswith("relay-") and c.pid]
        pages = (ask(sibling(relay.command.health, "metrics"))[1] for relay in relays)
        return any(total(parse(page), "guanxi_relay_refused") > 0 for page in pages)

    def end_broker(self, pid: int, anew: bool) -> None:
        if broker := self.still("broker", pid):
            how = "without its records, for it did not help" if anew else "as it is"
            self.report(f"broker answers and takes nothing, its disk is free: started anew, {how}")
            if anew:
                begin_anew(self.place.folder / "broker")
            broker.send_group(signal.SIGTERM)
            if not self.stopping.wait(GOODBYE_SECONDS) and (late := self.still("broker", pid)):
                late.send_group(signal.SIGKILL)

    def still(self, name: str, pid: int) -> Pid | None:
        """That process, if it still runs under this name."""
        found = self.children[name].pid
        return found if found and found.pid == pid else None

"""Profiles of hot paths: py-spy looks at each process while there is load, tables are kept."""

import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from threading import Thread

from bench.plan import Plan, say
from bench.system import System

SECONDS = 8
RATE = 100  # samples a second
LINES = 25
OURS = ("gateway", "customer", "pipeline", "activity", "analytics", "relay-customer", "lists")
TOOL = Path(sys.executable).with_name("py-spy")


def ours(running: System) -> dict[str, int]:
    """The processes of a system that are Python and have work to do."""
    return {name: pid for name, pid in running.pids().items() if name in OURS}


def keep(plan: Plan, pids: dict[str, int], name: str, work: Callable[[], object]) -> None:
    """One file for the load `name`: a table for each process, while `work` is done."""
    if plan.quick:
        return
    tables = watched(plan, pids, name, work)
    plan.profiles.mkdir(parents=True, exist_ok=True)
    text = "\n".join(["# Where the time goes: " + name, *tables])
    (plan.profiles / f"{name}.md").write_text(text, encoding="utf-8")


def watched(
    plan: Plan, pids: dict[str, int], name: str, work: Callable[[], object]
) -> Iterable[str]:
    say(f"profile of {name}")
    watching = {
        each: record(pid, plan.folder / f"{name}-{each}.folded") for each, pid in pids.items()
    }
    busy = Thread(target=repeated, args=(work, list(watching.values())))
    busy.start()
    for process in watching.values():
        process.wait()
    busy.join()
    return [table(each, plan.folder / f"{name}-{each}.folded") for each in watching]


def record(pid: int, path: Path) -> "subprocess.Popen[bytes]":
    argv = [str(TOOL), "record", "--pid", str(pid), "--format", "raw", "--output", str(path)]
    argv += ["--duration", str(SECONDS), "--rate", str(RATE), "--nonblocking"]
    return subprocess.Popen(argv, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def repeated(work: Callable[[], object], watching: list["subprocess.Popen[bytes]"]) -> None:
    while any(process.poll() is None for process in watching):
        work()


def table(name: str, path: Path) -> str:
    """Functions by their own samples, with what they called."""
    folded = path.read_text(encoding="utf-8") if path.exists() else ""
    own, whole, total = counted(folded)
    lines = [f"\n## {name}: {total} samples at work in {SECONDS} s of {RATE} a second\n"]
    lines += ["| own | with callees | function |", "| --- | --- | --- |"]
    for function, count in own.most_common(LINES):
        shares = f"{100 * count / total:.1f} % | {100 * whole[function] / total:.1f} %"
        lines.append(f"| {shares} | `{function}` |")
    return "\n".join(lines)


def counted(folded: str) -> tuple[Counter[str], Counter[str], int]:
    """Samples at the top of the stack, samples anywhere in it, and all of them."""
    own: Counter[str] = Counter()
    whole: Counter[str] = Counter()
    for line in folded.splitlines():
        stack, _, count = line.rpartition(" ")
        frames = [frame.rpartition(":")[0] or frame for frame in stack.split(";")]
        own[frames[-1]] += int(count)
        for frame in set(frames):
            whole[frame] += int(count)
    return own, whole, own.total()

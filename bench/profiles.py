"""Profiles of hot paths: py-spy looks at each process while there is load, tables are kept."""

import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

from bench.plan import Plan, say
from bench.system import System

SECONDS = 8
RATE = 100  # samples a second
LINES = 25
BUSY = ("gateway", "customer", "pipeline", "activity", "analytics", "relay-customer", "lists")
TOOL = Path(sys.executable).with_name("py-spy")
ENDS_WITHIN = 30.0  # seconds; it has much to write


def busy(running: System) -> dict[str, int]:
    """The processes of a system that are Python and have work to do."""
    return {name: pid for name, pid in running.pids().items() if name in BUSY}


def keep(plan: Plan, pids: Mapping[str, int], name: str, work: Callable[[], object]) -> None:
    """One file for the load `name`: a table for each process, while `work` is done."""
    if plan.quick:
        return
    say(f"profile of {name}")
    paths = {each: plan.folder / f"{name}-{each}.folded" for each in pids}
    watching = [record(pids[each], path, SECONDS) for each, path in paths.items()]
    working = Thread(target=repeated, args=(work, watching))
    working.start()
    for process in watching:
        process.wait()
    working.join()
    tables(plan, name, paths)


def repeated(work: Callable[[], object], watching: list["subprocess.Popen[bytes]"]) -> None:
    while any(process.poll() is None for process in watching):
        work()


@contextmanager
def of_myself(path: Path | None) -> Iterator[None]:
    """This process during the block; not at all without a path."""
    if path is None:
        yield
        return
    process = record(os.getpid(), path)
    try:
        yield
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(ENDS_WITHIN)


def record(pid: int, path: Path, seconds: int = 0) -> "subprocess.Popen[bytes]":
    argv = [str(TOOL), "record", "--pid", str(pid), "--format", "raw", "--output", str(path)]
    argv += ["--rate", str(RATE), "--nonblocking"]
    argv += ["--duration", str(seconds)] if seconds else []
    return subprocess.Popen(argv, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def tables(plan: Plan, name: str, paths: Mapping[str, Path]) -> None:
    plan.profiles.mkdir(parents=True, exist_ok=True)
    text = "\n".join([f"# Where the time goes: {name}", *(table(*each) for each in paths.items())])
    (plan.profiles / f"{name}.md").write_text(text + "\n", encoding="utf-8")


def table(name: str, path: Path) -> str:
    """Functions by their own samples, with those of what they called."""
    folded = path.read_text(encoding="utf-8") if path.exists() else ""
    own, whole, total = counted(folded)
    lines = [f"\n## {name}: {total} samples at work, {RATE} looks a second\n"]
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
        frames = [frame.rpartition(":")[0] + ")" for frame in stack.split(";") if ":" in frame]
        if not frames:
            continue
        own[frames[-1]] += int(count)
        for frame in set(frames):
            whole[frame] += int(count)
    return own, whole, own.total()

"""What each process of a system has used, read from /proc: seconds of CPU and resident memory."""

import os
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, sleep

TICKS = os.sysconf("SC_CLK_TCK")
PAGE = os.sysconf("SC_PAGE_SIZE")
LOOK = 3.0  # seconds
IDLE = 0.15  # of one processor, for all processes together
PATIENCE = 900.0  # seconds


@dataclass(frozen=True)
class Use:
    cpu: float = 0.0  # seconds since its start
    resident: float = 0.0  # MB

    def __add__(self, other: "Use") -> "Use":
        return Use(self.cpu + other.cpu, self.resident + other.resident)


def usage(pids: Mapping[str, int]) -> dict[str, Use]:
    """By name: a process and all it has started, which share its session."""
    found = dict.fromkeys(pids, Use())
    names = {pid: name for name, pid in pids.items()}
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):  # it has just ended
            session, use = read(path.read_text())
            if session in names:
                found[names[session]] += use
    return found


def read(stat: str) -> tuple[int, Use]:
    """Session and use, from the text of `/proc/<pid>/stat`."""
    fields = stat[stat.rindex(")") + 2 :].split()  # a name may hold spaces and brackets
    cpu = (int(fields[11]) + int(fields[12])) / TICKS
    return int(fields[3]), Use(cpu, int(fields[21]) * PAGE / 1e6)


def spent(before: Mapping[str, Use], after: Mapping[str, Use]) -> dict[str, float]:
    """Seconds of CPU between two looks, most first."""
    found = {name: use.cpu - before.get(name, Use()).cpu for name, use in after.items()}
    return dict(sorted(found.items(), key=lambda item: -item[1]))


def settle(pids: Mapping[str, int], rest: Callable[[float], None] = sleep) -> None:
    """Until those who follow a log that was written for them have come to its end.

    What they do meanwhile is none of what is measured. Raises RuntimeError when it does not end.
    """
    until = monotonic() + PATIENCE
    while monotonic() < until:
        before = usage(pids)
        rest(LOOK)
        if sum(spent(before, usage(pids)).values()) < IDLE * LOOK:
            return
    raise RuntimeError(f"the system was not at rest within {PATIENCE:.0f} s")


def per_operation(seconds: Mapping[str, float], count: int) -> str:
    """As text: milliseconds of CPU that each process took for one operation."""
    cost = {name: 1000 * used / count for name, used in seconds.items()}
    told = ", ".join(f"{name} {ms:.2f}" for name, ms in cost.items() if ms >= 0.005)
    return f"{sum(cost.values()):.2f} ms of CPU each: {told}"

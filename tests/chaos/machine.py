"""How much of the machine is ours: on one that others use too, a second is not a second."""

import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")
LEAST = 0.05  # share that is believed to be left to us at the worst


class Window:
    """From its making on; `pids` are the processes that are ours at that moment."""

    def __init__(self, pids: Iterable[int]) -> None:
        self._used = {pid: used(pid) for pid in pids}
        self._busy = busy()

    def slowness(self, pids: Iterable[int]) -> float:
        """1 on a machine of our own; 2 when others have taken half of it meanwhile."""
        ours = sum(used(pid) - self._used.get(pid, 0.0) for pid in pids)
        passed, working = (now - then for now, then in zip(busy(), self._busy, strict=True))
        return slowness(passed, working, ours)


def slowness(passed: float, working: float, ours: float) -> float:
    """Of the seconds that passed the processors worked so many, and for us so many of those."""
    if passed <= 0:
        return 1.0
    return 1 / max(LEAST, 1 - max(0.0, working - ours) / passed)


def busy() -> tuple[float, float]:
    """Seconds that all processors had, and how many of them they worked."""
    fields = [int(text) for text in Path("/proc/stat").read_text().split("\n")[0].split()[1:9]]
    idle = fields[3] + fields[4]
    return sum(fields) / TICKS, (sum(fields) - idle) / TICKS


def used(pid: int) -> float:
    """Processor seconds of a process; none when it is gone."""
    with suppress(OSError):
        stat = Path(f"/proc/{pid}/stat").read_text()
        fields = stat[stat.rindex(")") + 2 :].split()
        return (int(fields[11]) + int(fields[12])) / TICKS
    return 0.0

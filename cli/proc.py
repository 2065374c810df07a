"""What the machine knows of a process: read from /proc."""

import os
from contextlib import suppress
from pathlib import Path

from cli.pid import Pid

TICKS = os.sysconf("SC_CLK_TCK")
PAGE = os.sysconf("SC_PAGE_SIZE")


def stat(pid: int | str) -> list[str]:
    """The fields of /proc/PID/stat from the state on; empty when it is gone."""
    try:
        text = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return []
    return text[text.rindex(")") + 2 :].split()


def is_stopped(pid: int) -> bool:
    return stat(pid)[:1] == ["T"]


def uptime(pid: Pid) -> float | None:
    with suppress(OSError, ValueError):
        return float(Path("/proc/uptime").read_text().split()[0]) - pid.ticks / TICKS
    return None


def open_files(pid: int) -> int | None:
    with suppress(OSError):
        return len(os.listdir(f"/proc/{pid}/fd"))
    return None


def memory_by_session() -> dict[int, float]:
    """Resident bytes of each process that leads a session, with all that are in it."""
    found: dict[int, float] = {}
    for entry in os.listdir("/proc"):
        if entry.isdecimal() and (fields := stat(entry)):
            session = int(fields[3])
            found[session] = found.get(session, 0.0) + int(fields[21]) * PAGE
    return found

"""Which process a number means: a pid alone may belong to somebody else by now."""

import os
import signal
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Pid:
    """A process named by number, start time and boot: never mistaken for a later one."""

    pid: int
    ticks: int
    boot: str

    @classmethod
    def of(cls, pid: int) -> "Pid":
        return cls(pid, start_ticks(pid), boot())

    @classmethod
    def from_json(cls, data: Any) -> "Pid":
        return cls(int(data["pid"]), int(data["ticks"]), str(data["boot"]))

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    def alive(self) -> bool:
        return self.boot == boot() and self.ticks != 0 and self.ticks == start_ticks(self.pid)

    def send(self, number: signal.Signals) -> None:
        """A signal to this very process, or to nobody."""
        if self.alive():
            with suppress(ProcessLookupError):
                os.kill(self.pid, number)

    def send_group(self, number: signal.Signals) -> None:
        """A signal to the group this process leads, or to nobody."""
        if self.alive():
            with suppress(ProcessLookupError):
                if os.getpgid(self.pid) == self.pid:
                    os.killpg(self.pid, number)


def start_ticks(pid: int) -> int:
    """When the process started, in clock ticks since boot; 0 when it is gone or a zombie."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return 0
    fields = stat[stat.rindex(")") + 2 :].split()  # a name may hold spaces and brackets
    return 0 if fields[0] in "ZX" else int(fields[19])


def boot() -> str:
    return Path("/proc/sys/kernel/random/boot_id").read_text().strip()

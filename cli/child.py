"""One supervised process: in a session of its own, restarted with backoff, stopped whole."""

import os
import random
import shutil
import signal
import subprocess
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO

from cli.pid import Pid
from cli.plan import Command

LONGEST = 30.0  # seconds between two starts
SETTLED = 60.0  # running this long makes earlier ends forgotten
ASKED = 5.0  # likewise, for one that then ended well: somebody has asked it to
LOG_SIZE = 20_000_000  # bytes; the log before this one is kept as NAME.log.1


def delay(failures: int, chance: float) -> float:
    """Seconds until the next start: doubling, with jitter so that twins do not stay in step."""
    return float(min(LONGEST, 0.25 * 2 ** min(failures, 10)) * (0.5 + chance))


class Child:
    """A command and the process that runs it now, if any."""

    def __init__(self, command: Command, environment: Mapping[str, str], log: Path) -> None:
        self.command = command
        self.environment = {**environment, **command.environment}
        self.log = log
        self.process: subprocess.Popen[bytes] | None = None
        self.pid: Pid | None = None
        self.started = self.due = 0.0
        self.starts = self.failures = self.ends = 0
        self.exit: int | str | None = None  # code of the last end, or why it could not start

    def tend(self, now: float) -> bool:
        """Start when it is time, notice an end; True when something changed."""
        if self.process is None:
            if now < self.due:
                return False
            self.start(now)
            return True
        if not self.ended():
            return False
        self.postpone(now)
        return True

    def start(self, now: float) -> None:
        self.starts += 1
        self.started = now
        try:
            with self.log.open("ab") as log:
                self.process = self.spawn(log)
        except OSError as error:
            self.exit = str(error)
            self.postpone(now)
            return
        self.pid = Pid.of(self.process.pid)

    def spawn(self, log: BinaryIO) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            self.command.argv,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )

    def postpone(self, now: float) -> None:
        """Soon if it was asked to end, ever later if it keeps ending by itself."""
        lived = now - self.started
        if lived > SETTLED or (self.exit == 0 and lived > ASKED):
            self.ends = 0
        self.due = now + delay(self.ends, random.random())
        self.ends += 1
        self.failures += self.exit != 0

    def ended(self) -> bool:
        """Reap the process if it is over, and kill what it left behind in its group."""
        if self.process is None:
            return True
        flags = os.WEXITED | os.WNOHANG | os.WNOWAIT
        if os.waitid(os.P_PID, self.process.pid, flags) is None:
            return False
        self.signal(signal.SIGKILL)  # before reaping: the number is still ours, nobody else's
        self.exit = self.process.wait()
        self.process = self.pid = None
        return True

    def signal(self, number: signal.Signals) -> None:
        if self.process:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, number)

    def rotate(self) -> None:
        """Keep one older log; the file stays the same one, for it is open in the process."""
        with suppress(OSError):
            if self.log.stat().st_size > LOG_SIZE:
                shutil.copyfile(self.log, self.log.with_suffix(".log.1"))
                os.truncate(self.log, 0)

    def to_json(self) -> dict[str, Any]:
        return {
            "pid": self.pid.to_json() if self.pid else None,
            "restarts": max(0, self.starts - 1),
            "failures": self.failures,
            "exit": self.exit,
            "address": self.command.address,
            "health": self.command.health,
            "argv": list(self.command.argv),
        }

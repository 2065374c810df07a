"""The subscriber that is judged: a command that is started, killed, and asked for its books."""

import json
import os
import shlex
import signal
import subprocess
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

DUMP = "--dump"
DUMP_SECONDS = 60
STOP_SECONDS = 10


class Failed(Exception):
    """What the subscriber did wrong, in a line or some."""


@dataclass(frozen=True)
class Told:
    """What `--dump` printed."""

    positions: dict[str, int]
    outcome: Any


class Candidate:
    def __init__(self, command: str, settings: Mapping[str, str], state: Path) -> None:
        self.argv = shlex.split(command)
        self.environment = {**os.environ, **settings}
        self.log = state / "subscriber.log"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """In a group of its own, so that kill -9 reaches also what it has started itself."""
        if self.process is None:
            with self.log.open("ab") as log:
                self.process = subprocess.Popen(
                    self.argv, env=self.environment, stdout=log, stderr=log, start_new_session=True
                )

    def require_alive(self) -> None:
        if self.process is not None and self.process.poll() is not None:
            raise Failed(
                f"it ended by itself with code {self.process.returncode}{self.last_words()}"
            )

    def kill(self) -> None:
        self.end(signal.SIGKILL)

    def stop(self) -> None:
        self.end(signal.SIGTERM)

    def end(self, number: int) -> None:
        process, self.process = self.process, None
        if process is None:
            return
        signal_group(process, number)
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            signal_group(process, signal.SIGKILL)
            process.wait()

    def dump(self) -> Told:
        done = subprocess.run(
            [*self.argv, DUMP], env=self.environment, capture_output=True, timeout=DUMP_SECONDS,
            check=False,
        )  # fmt: skip
        if done.returncode:
            raise Failed(f"{DUMP} ended with code {done.returncode}: {done.stderr.decode()[-500:]}")
        try:
            told = json.loads(done.stdout)
            return Told(dict(told["positions"]), told["outcome"])
        except (KeyError, TypeError, ValueError) as error:
            says = f"not {{positions, outcome}} but {done.stdout[:200]!r}"
            raise Failed(f"{DUMP} printed {says}") from error

    def last_words(self) -> str:
        with suppress(OSError):
            if lines := self.log.read_text(errors="replace").splitlines()[-8:]:
                return "\n    " + "\n    ".join(lines)
        return ""


def signal_group(process: "subprocess.Popen[bytes]", number: int) -> None:
    with suppress(ProcessLookupError):
        os.killpg(process.pid, number)

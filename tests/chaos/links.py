"""The harness's end of the fault proxy: starting it, and telling it what harm to do."""

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from cli.place import ROOT


class Links:
    """Lines by name: (port that clients use, port of the server)."""

    def __init__(self, status: Path, lines: Mapping[str, tuple[int, int]], log: Path) -> None:
        named = [f"{name}:{listen}:{target}" for name, (listen, target) in lines.items()]
        with log.open("ab") as errors:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "tests.chaos.proxy", str(status), *named],
                cwd=ROOT,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
                start_new_session=True,
            )
        self._answer()

    def harm(self, line: str, kind: str, amount: float = 0.0, owners: Sequence[str] = ()) -> None:
        self._tell({"line": line, "kind": kind, "amount": amount, "owners": list(owners)})

    def heal(self, line: str) -> None:
        self.harm(line, "none")

    def close(self) -> None:
        with self.process:
            self.process.terminate()

    def _tell(self, order: Mapping[str, object]) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps(order) + "\n")
        self.process.stdin.flush()
        self._answer()

    def _answer(self) -> None:
        assert self.process.stdout is not None
        if self.process.stdout.readline() != "ok\n":
            raise RuntimeError("the fault proxy has ended; see proxy.log")

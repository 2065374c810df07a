"""What a failed round leaves to be looked at: its findings, its history, and what was logged."""

import json
from dataclasses import dataclass
from pathlib import Path

from cli.place import Place
from tests.chaos.history import dump
from tests.chaos.rounds import Outcome


@dataclass
class Artifacts:
    """Reads on in the process logs where the round before ended."""

    place: Place
    folder: Path
    seed: int

    def __post_init__(self) -> None:
        self._read: dict[str, int] = {}

    def keep(self, outcome: Outcome) -> Path | None:
        """The folder of a failed round; of one that passed, only its logs are passed over."""
        fresh = self._fresh()
        if not outcome.findings:
            return None
        target = self.folder / f"{outcome.fault}-{outcome.number}"
        (target / "log").mkdir(parents=True, exist_ok=True)
        told = {"seed": self.seed, "fault": outcome.fault, "round": outcome.number}
        told |= {"recovery": outcome.recovery, "findings": outcome.findings}
        (target / "findings.json").write_text(
            json.dumps(told, indent=2, ensure_ascii=False) + "\n", encoding="utf-8"
        )
        dump(target / "history.jsonl", outcome.calls, outcome.reads)
        for name, content in fresh.items():
            (target / "log" / name).write_bytes(content)
        return target

    def _fresh(self) -> dict[str, bytes]:
        found = {}
        for path in sorted(self.place.logs.glob("*.log")):
            size, start = path.stat().st_size, self._read.get(path.name, 0)
            with path.open("rb") as file:
                file.seek(start if start <= size else 0)  # a rotated one begins anew
                content = file.read()
            self._read[path.name] = size
            if content:
                found[path.name] = content
        return found

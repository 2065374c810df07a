"""What a supervisor is told to keep running: commands, their order of stopping, their health."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Command:
    """One process to keep alive. It holds no secrets: those are in the environment's files."""

    name: str
    argv: tuple[str, ...]
    environment: Mapping[str, str] = field(default_factory=dict)
    address: str = ""  # what `status` shows
    health: str = ""  # URL that answers 200 when the process is ready
    rank: int = 0  # lower ranks are stopped first
    grace: float = 10.0  # seconds between asking it to stop and killing it


@dataclass(frozen=True)
class Plan:
    commands: tuple[Command, ...]
    addresses: Mapping[str, str] = field(default_factory=dict)

    def write(self, path: Path) -> None:
        path.write_text(json.dumps(asdict(self), indent=2) + "\n")

    @classmethod
    def read(cls, path: Path) -> "Plan":
        data: dict[str, Any] = json.loads(path.read_text())
        return cls(tuple(command(item) for item in data["commands"]), data["addresses"])

    def ranks(self) -> Sequence[int]:
        return sorted({command.rank for command in self.commands})


def command(data: dict[str, Any]) -> Command:
    return Command(**data | {"argv": tuple(data["argv"])})

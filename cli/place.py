"""Where things are: the checkout, and the folder of everything that runs (`.run/`)."""

import os
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Place:
    """A run folder; two of them never share a port, a file or a process."""

    folder: Path

    @property
    def state(self) -> Path:
        return self.folder / "state.json"

    @property
    def plan(self) -> Path:
        return self.folder / "plan.json"

    @property
    def status(self) -> Path:
        return self.folder / "status.json"

    @property
    def lock(self) -> Path:
        return self.folder / "lock"

    @property
    def logs(self) -> Path:
        return self.folder / "log"

    @property
    def secrets(self) -> Path:
        return self.folder / "secrets"

    @property
    def tls(self) -> Path:
        return self.folder / "tls"

    def log(self, name: str) -> Path:
        return self.logs / f"{name}.log"

    def made(self) -> "Place":
        """The same place, with its folders; they are nobody else's business."""
        for folder in (self.folder, self.logs, self.secrets):
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        return self


def here() -> Place:
    """The place of this checkout, or the one that GUANXI_RUN_DIR names."""
    return Place(Path(os.environ.get("GUANXI_RUN_DIR") or ROOT / ".run").resolve())

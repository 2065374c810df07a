"""How a worker is doing, for health checks, `lag` and metrics; written by it, read by others."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

BROKER_SILENT = "the broker does not answer"


@dataclass
class Status:
    connected: bool = False  # to the broker, with the queue declared
    active: bool = False  # holds the lease; False is a standby, which is as ready
    positions: Mapping[str, int] = field(default_factory=dict)
    heads: Mapping[str, int] = field(default_factory=dict)  # as far as is known
    parked: int = 0
    error: str = ""  # what went wrong last, until something went right
    rebuilding: bool = False  # alive, and not ready: the rows are being built

    @property
    def lag(self) -> dict[str, int]:
        """Events that have been recorded and not been processed, by source."""
        return {s: max(0, head - self.positions.get(s, 0)) for s, head in self.heads.items()}

    @property
    def ready(self) -> bool:
        """Working or standing by, and nothing is wrong."""
        well = not self.error and not self.rebuilding
        return well and (self.connected or not self.active)

    @property
    def why(self) -> str:
        """What an operator should read when it is not ready."""
        if self.error:
            return self.error
        if self.rebuilding:
            return "the rows are being built anew; the log of this process tells how far it is"
        return "" if self.connected else BROKER_SILENT

    def waits(self, why: str) -> None:
        """Why it cannot begin, or cannot go on."""
        self.error = why

    def to_json(self) -> dict[str, Any]:
        return {
            "connected": self.connected,
            "active": self.active,
            "positions": dict(self.positions),
            "heads": dict(self.heads),
            "lag": self.lag,
            "parked": self.parked,
            "error": self.error,
        }

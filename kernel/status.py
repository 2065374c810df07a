"""How a worker is doing, for health checks, `lag` and metrics; written by it, read by others."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Status:
    connected: bool = False  # to the broker, with the queue declared
    active: bool = False  # holds the lease; False is a standby, which is as ready
    positions: Mapping[str, int] = field(default_factory=dict)
    heads: Mapping[str, int] = field(default_factory=dict)  # as far as is known
    parked: int = 0
    error: str = ""  # what went wrong last, until something went right

    @property
    def lag(self) -> dict[str, int]:
        """Events that have been recorded and not been processed, by source."""
        return {s: max(0, head - self.positions.get(s, 0)) for s, head in self.heads.items()}

    @property
    def ready(self) -> bool:
        """Working or standing by, and nothing is wrong."""
        return not self.error and (self.connected or not self.active)

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

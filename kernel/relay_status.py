"""How a relay is doing: seen from inside for health and metrics, from outside for operators."""

from dataclasses import dataclass
from typing import Any

from prometheus_client import Gauge
from pymongo.database import Database

from kernel.status import BROKER_SILENT

POSITION = Gauge("guanxi_relay_position", "Last position the broker has confirmed", ["service"])
OUTSTANDING = Gauge("guanxi_relay_outstanding", "Messages sent and not confirmed", ["service"])
CONNECTED = Gauge("guanxi_relay_connected", "1 with an open connection", ["service"])
BLOCKED = Gauge("guanxi_relay_blocked", "1 while an alarm of the broker holds it", ["service"])
LEADING = Gauge("guanxi_relay_leading", "1 when it holds the lease, 0 as standby", ["service"])
REFUSED = Gauge(
    "guanxi_relay_refused", "1 when the broker has refused a message and still does",
    ["service"],
)  # fmt: skip
INTERRUPTED = Gauge("guanxi_relay_interrupted", "Connections or leases lost", ["service"])


@dataclass
class Status:
    """Written by the relay's thread, read by others."""

    service: str = ""
    connected: bool = False
    blocked: bool = False
    leading: bool = False
    published: int = 0  # messages confirmed since the process began, repetitions included
    position: int = 0
    outstanding: int = 0
    interrupted: int = 0
    error: str = ""  # what it stopped at last, until it leads again
    unwilling: str = ""  # what the broker said instead of taking messages, if that broke it off
    refused_at: int = -1  # where the relay stood when it said so

    @property
    def ready(self) -> bool:
        """A standby is ready too; a relay that waits for the broker is not."""
        return self.connected and not self.blocked and not self.error

    @property
    def why(self) -> str:
        if self.error:
            return self.error
        if self.blocked:
            return "an alarm of the broker holds it: look at the broker's memory and disk"
        if self.connected:
            return ""
        return f"the broker answers, but {self.unwilling}" if self.unwilling else BROKER_SILENT

    @property
    def refused(self) -> bool:
        """Nothing was gained since: what comes before the refused one is taken again each time."""
        return bool(self.unwilling) and self.position == self.refused_at

    def export(self) -> None:
        POSITION.labels(self.service).set(self.position)
        OUTSTANDING.labels(self.service).set(self.outstanding)
        CONNECTED.labels(self.service).set(self.connected)
        BLOCKED.labels(self.service).set(self.blocked)
        LEADING.labels(self.service).set(self.leading)
        REFUSED.labels(self.service).set(self.refused)
        INTERRUPTED.labels(self.service).set(self.interrupted)


def relay_status(database: Database[Any]) -> dict[str, Any]:
    """`{"position", "epoch", "holder"}` as stored; the holder is "" when no lease is running."""
    cursor = database["cursors"].find_one({"_id": "relay"}) or {}
    running = {"_id": "relay", "$expr": {"$gt": ["$until", "$$NOW"]}}
    lease = database["leases"].find_one(running) or {}
    return {
        "position": cursor.get("position", 0),
        "epoch": cursor.get("epoch", 0),
        "holder": lease.get("holder", ""),
    }

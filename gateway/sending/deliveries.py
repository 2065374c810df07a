"""The log of deliveries: of each webhook the last ones, each in its place of a ring."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from pymongo import ReplaceOne, WriteConcern, timeout
from pymongo.read_concern import ReadConcern

from gateway.sending.attempt import Outcome
from gateway.sending.window import Tried
from kernel.database import LIMIT_SECONDS
from kernel.envelope import Envelope
from kernel.live import Documents
from kernel.settings import setting

NAME = "webhook_deliveries"
MOST = 10_000  # of each webhook
DAYS = "14"
TAKEN, FAILING, PING = "taken", "failing", "ping-failed"
Row = dict[str, Any]


@dataclass(frozen=True)
class Delivery:
    """An event and what has come of it so far."""

    webhook_id: str
    envelope: Envelope
    tried: Tried
    outcome: Outcome
    at: datetime
    ping: bool = False

    def to_row(self) -> Row:
        return {
            "_id": f"{self.webhook_id}/{self.tried.number % MOST}",
            "webhook_id": self.webhook_id,
            "number": self.tried.number,
            "event": self.envelope["id"],
            "type": self.envelope["type"],
            "subject": self.envelope["subject"],
            "attempts": self.tried.attempts,
            "outcome": self.word,
            "status": self.outcome.status,
            "error": self.outcome.error,
            "milliseconds": round(self.outcome.seconds * 1000),
            "answer": self.outcome.answer,
            "first_at": datetime.fromtimestamp(self.tried.first_at, UTC),
            "at": self.at,
            "next_at": self.next_at,
        }

    @property
    def word(self) -> str:
        if self.outcome.taken:
            return TAKEN
        return PING if self.ping else FAILING

    @property
    def next_at(self) -> datetime | None:
        """Of one that was not taken."""
        again = not (self.outcome.taken or self.outcome.gone or self.ping)
        return datetime.fromtimestamp(self.tried.due, UTC) if again else None


class Deliveries:
    """Not as durable as the rest: nothing depends on it."""

    def __init__(self, database: Documents) -> None:
        self._rows = database[NAME].with_options(
            write_concern=WriteConcern(1), read_concern=ReadConcern("local")
        )
        self._days = timedelta(days=int(setting("GUANXI_WEBHOOK_LOG_DAYS", DAYS)))

    def create_indexes(self) -> None:
        self._rows.create_index([("webhook_id", 1), ("number", -1)])
        self._rows.create_index("until", expireAfterSeconds=0)

    def keep(self, delivered: Sequence[Delivery]) -> None:
        rows = [one.to_row() | {"until": one.at + self._days} for one in delivered]
        with timeout(LIMIT_SECONDS):
            self._rows.bulk_write(
                [ReplaceOne({"_id": row["_id"]}, row, upsert=True) for row in rows], ordered=False
            )

    def of(self, webhook_id: str, limit: int, before: int | None = None) -> list[Row]:
        """The newest first; `before` is the number where the page before it ended."""
        wanted: Row = {"webhook_id": webhook_id}
        if before is not None:
            wanted["number"] = {"$lt": before}
        hidden = {"_id": 0, "webhook_id": 0, "until": 0}
        with timeout(LIMIT_SECONDS):
            return list(self._rows.find(wanted, hidden).sort("number", -1).limit(limit))

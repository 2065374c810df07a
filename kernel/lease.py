"""One holder at a time by the database server's clock, and an epoch that fences off the last."""

from typing import Any

from pymongo import ReturnDocument, timeout
from pymongo.collection import Collection

from kernel.database import LIMIT_SECONDS


class Fenced(Exception):
    """Somebody else has taken over since; what was about to be written must not be."""


class Lease:
    """Each acquisition raises `epoch` by one: writes that carry an older epoch are refused.

    It does not keep two holders from *believing*; it keeps the older one from storing anything.
    """

    def __init__(self, leases: Collection[Any], name: str, holder: str, ttl: float) -> None:
        self.leases = leases
        self.name = name
        self.holder = holder
        self.ttl = ttl
        self.epoch = 0  # of the last acquisition; 0 before the first

    def acquire(self) -> bool:
        """Take it if it is free, has run out, or is one's own already."""
        free = {"$or": [{"$lte": ["$until", "$$NOW"]}, {"$eq": ["$holder", self.holder]}]}
        taken = {
            "holder": self.holder,
            "epoch": {"$add": [{"$ifNull": ["$epoch", 0]}, 1]},
            "until": self._until(),
        }
        update = {key: {"$cond": [free, value, f"${key}"]} for key, value in taken.items()}
        with timeout(LIMIT_SECONDS):
            lease = self.leases.find_one_and_update(
                {"_id": self.name},
                [{"$set": update}],
                upsert=True,
                return_document=ReturnDocument.AFTER,
            )
        if lease["holder"] != self.holder:
            return False
        self.epoch = lease["epoch"]
        return True

    def renew(self) -> bool:
        """False when somebody else has acquired it since; one that merely ran out is kept."""
        return self._set_until(self._until())

    def release(self) -> None:
        """Let the next one have it at once; harmless when it is somebody else's by now."""
        self._set_until("$$NOW")

    def _until(self) -> dict[str, Any]:
        return {"$add": ["$$NOW", round(self.ttl * 1000)]}

    def _set_until(self, until: Any) -> bool:
        mine = {"_id": self.name, "holder": self.holder, "epoch": self.epoch}
        with timeout(LIMIT_SECONDS):
            kept = self.leases.update_one(mine, [{"$set": {"until": until}}])
        return kept.matched_count == 1

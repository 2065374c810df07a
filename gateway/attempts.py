"""Wrong passwords are counted by account and by address; each one more makes the next wait longer.

Counted before the password is looked at, so that a hundred guesses at once are a hundred. What
was typed as a login may be a password: only a keyed digest of it is kept.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import IPv6Address, ip_address
from typing import Any

from pymongo import ReturnDocument, timeout

from gateway.problems import TooMany
from gateway.secret import keyed
from kernel.database import LIMIT_SECONDS
from kernel.live import Documents

LONGEST = 900  # seconds that one waits at most
FORGOTTEN = timedelta(hours=24)  # after the last one


@dataclass(frozen=True)
class Kind:
    name: str
    free: int  # wrong ones before the first wait


ACCOUNT = Kind("account", 5)
ADDRESS = Kind("address", 50)  # an office has one for all its people


class Attempts:
    def __init__(self, database: Documents) -> None:
        self.rows = database["attempts"]

    def create_indexes(self) -> None:
        self.rows.create_index("at", expireAfterSeconds=round(FORGOTTEN.total_seconds()))

    def begin(self, login: str, address: str) -> int:
        """How many of this account there have been, this one included; TooMany while it waits."""
        self._count(ADDRESS, network(address))
        try:
            return self._count(ACCOUNT, login)
        except TooMany:  # no password was looked at
            self._give_back(address)
            raise

    def succeeded(self, login: str, address: str) -> None:
        """The account begins anew. The address does not: its owner may have one account."""
        with timeout(LIMIT_SECONDS):
            self.rows.delete_one({"_id": row_id(ACCOUNT, login)})
        self._give_back(address)

    def _give_back(self, address: str) -> None:
        here = {"_id": row_id(ADDRESS, network(address)), "count": {"$gt": 0}}
        with timeout(LIMIT_SECONDS):
            self.rows.update_one(here, {"$inc": {"count": -1}})

    def _count(self, kind: Kind, what: str) -> int:
        """One more, unless it is to wait: by the database's clock, in one step."""
        waits = {"$gt": [{"$ifNull": ["$until", "$$NOW"]}, "$$NOW"]}
        counted = {"$add": [{"$ifNull": ["$count", 0]}, 1]}
        update: list[dict[str, Any]] = [
            {"$set": {"waits": waits}},
            {"$set": {"count": {"$cond": ["$waits", "$count", counted]}}},
            {"$set": {"until": {"$cond": ["$waits", "$until", until(kind)]}, "at": "$$NOW"}},
        ]
        with timeout(LIMIT_SECONDS):
            row = self.rows.find_one_and_update(
                {"_id": row_id(kind, what)}, update, upsert=True,
                return_document=ReturnDocument.AFTER,
            )  # fmt: skip
        if row["waits"]:
            raise too_many(row["until"])
        return int(row["count"])


def until(kind: Kind) -> dict[str, Any]:
    """When the next one may come: at once at first, then after 1, 2, 4, 8, … seconds."""
    over = {"$subtract": ["$count", kind.free]}
    seconds = {"$min": [LONGEST, {"$pow": [2, {"$min": [over, 20]}]}]}
    wait = {"$cond": [{"$lt": [over, 0]}, 0, {"$multiply": [1000, seconds]}]}
    return {"$add": ["$$NOW", wait]}


def seconds(kind: Kind, count: int) -> int:
    """The same for who tells of it."""
    return 0 if count < kind.free else min(LONGEST, 2 ** min(count - kind.free, 20))


def too_many(until: datetime) -> TooMany:
    left = max(1, round((until - datetime.now(UTC)).total_seconds()))
    return TooMany("too-many-attempts", f"Please wait {left} s before you try again.",
                   retry_after=left)  # fmt: skip


def row_id(kind: Kind, what: str) -> str:
    return f"{kind.name}/{keyed('attempt', kind.name, what)}"


def network(address: str) -> str:
    """Whose it is: of IPv6 a customer has at least a whole /64."""
    try:
        found = ip_address(address)
    except ValueError:
        return "unknown"
    if isinstance(found, IPv6Address):
        mapped = found.ipv4_mapped
        return str(mapped) if mapped else str(IPv6Address(int(found) >> 64 << 64))
    return str(found)

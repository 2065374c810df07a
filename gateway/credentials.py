"""Digests of passwords, apart from the log: an event says which one counts, and no more of it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from pymongo import timeout

from kernel.database import LIMIT_SECONDS
from kernel.live import Documents
from kernel.refusal import Invalid, NotFound, Rejected, Reused

ABANDONED = timedelta(hours=1)  # after which nobody is about to name it any more


class Credentials:
    def __init__(self, database: Documents) -> None:
        self.rows = database["credentials"]

    def create_indexes(self) -> None:
        self.rows.create_index("owner")

    def keep(self, id: str, owner: str, digest: str, at: datetime) -> None:
        """Before the event that names it: until then it opens nothing."""
        with timeout(LIMIT_SECONDS):
            kept = {"owner": owner, "digest": digest, "at": at}
            self.rows.replace_one({"_id": id}, kept, upsert=True)

    @contextmanager
    def kept(self, id: str, owner: str, digest: str, at: datetime) -> Iterator[None]:
        """For the time of the commit that names it; taken back when that is refused."""
        self.keep(id, owner, digest, at)
        try:
            yield
        except (Invalid, NotFound, Rejected, Reused):
            self.drop(id)
            raise

    def of(self, id: str) -> str | None:
        """Looked for even where there is none: that takes as long."""
        with timeout(LIMIT_SECONDS):
            found: dict[str, Any] | None = self.rows.find_one({"_id": id})
        return found["digest"] if found else None

    def renew(self, id: str, digest: str) -> None:
        """The same password, with the costs of today."""
        with timeout(LIMIT_SECONDS):
            self.rows.update_one({"_id": id}, {"$set": {"digest": digest}})

    def drop(self, id: str) -> None:
        with timeout(LIMIT_SECONDS):
            self.rows.delete_one({"_id": id})

    def drop_others(self, owner: str, current: str, at: datetime) -> None:
        """All that count no more, but none that somebody is about to name."""
        old = {"owner": owner, "_id": {"$ne": current}, "at": {"$lt": at - ABANDONED}}
        with timeout(LIMIT_SECONDS):
            self.rows.delete_many(old)

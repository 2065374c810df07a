"""Which jobs there is something to do for: a hint; the log has the truth.

It is written before the commit that it hints at, so that none is ever forgotten.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from pymongo import timeout
from pymongo.database import Database

from kernel.context import RIGHTS, Context
from kernel.database import LIMIT_SECONDS, Document

UNBORN = timedelta(minutes=5)  # after which a commit that was hinted at will not come any more


class Jobs:
    def __init__(self, database: Database[Document], name: str) -> None:
        self.jobs = database[name]

    def create_indexes(self) -> None:
        self.jobs.create_index([("open", 1), ("_id", 1)])

    def add(
        self, id: str, header: Sequence[str], at: datetime, asker: Context | None = None
    ) -> None:
        """With what the asker may see, for as long as there is something to do."""
        job: Document = {"header": list(header), "open": True, "at": at}
        if asker:
            job["rights"] = {name: getattr(asker, name) for name in RIGHTS}
        with timeout(LIMIT_SECONDS):
            self.jobs.update_one({"_id": id}, {"$set": job}, upsert=True)

    def reopen(self, id: str, at: datetime) -> None:
        with timeout(LIMIT_SECONDS):
            self.jobs.update_one({"_id": id}, {"$set": {"open": True, "at": at}}, upsert=True)

    def close(self, id: str) -> None:
        with timeout(LIMIT_SECONDS):
            self.jobs.update_one({"_id": id}, {"$set": {"open": False}, "$unset": {"rights": ""}})

    def waiting(self) -> list[tuple[str, datetime]]:
        """Oldest first, each with when it was asked for."""
        with timeout(LIMIT_SECONDS):
            found = self.jobs.find({"open": True}).sort("_id").limit(100)
            return [(job["_id"], job["at"]) for job in found]

    def header(self, id: str) -> list[str]:
        return list(self._job(id).get("header", []))

    def rights(self, id: str) -> Mapping[str, str]:
        """Of who asked for it, when they asked; none where nobody has said."""
        return dict(self._job(id).get("rights", {}))

    def _job(self, id: str) -> Document:
        with timeout(LIMIT_SECONDS):
            return self.jobs.find_one({"_id": id}) or {}

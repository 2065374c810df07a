"""Where each webhook stands, kept under the epoch of whoever sends: one row for each."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

from pymongo import timeout
from pymongo.errors import DuplicateKeyError

from kernel.database import LIMIT_SECONDS
from kernel.lease import Fenced
from kernel.live import Documents

NAME = "webhook_standing"
Row = dict[str, Any]


@dataclass
class Standing:
    turn: int = 0  # of the webhook: what has failed before it counts no more
    failures: int = 0  # of the target, one after the other
    failing_since: float | None = None  # seconds since 1970
    rest_until: float = 0.0
    gone: bool = False
    status: int | None = None  # the last answer
    error: str = ""  # why there was none
    tried_at: float | None = None
    number: int = 0  # of the last delivery
    ping_id: str = ""  # the last that was sent
    sources: dict[str, Row] = field(default_factory=dict)  # windows, by source


class Shelf:
    def __init__(self, database: Documents, epoch: int = 0) -> None:
        """Who only reads has no epoch."""
        self._rows = database[NAME]
        self._epoch = epoch

    def load(self, id: str) -> Standing:
        return self.load_all([id]).get(id, Standing())

    def load_all(self, ids: Iterable[str]) -> dict[str, Standing]:
        with timeout(LIMIT_SECONDS):
            found = list(self._rows.find({"_id": {"$in": list(ids)}}, {"epoch": 0}))
        return {row.pop("_id"): Standing(**row) for row in found}

    def keep(self, id: str, standing: Standing) -> None:
        """Raises Fenced when somebody who took over has written since."""
        ours = {"_id": id, "epoch": {"$lte": self._epoch}}
        try:
            with timeout(LIMIT_SECONDS):
                told = vars(standing) | {"epoch": self._epoch}
                self._rows.update_one(ours, {"$set": told}, upsert=True)
        except DuplicateKeyError:
            raise Fenced(id) from None

    def sweep(self, known: Collection[str]) -> None:
        """Rows of webhooks that were removed."""
        with timeout(LIMIT_SECONDS):
            self._rows.delete_many({"_id": {"$nin": list(known)}})

"""How far a relay has come: stored under the epoch of its lease, so that a predecessor cannot."""

from typing import Any

from pymongo import ReturnDocument, timeout
from pymongo.collection import Collection
from pymongo.errors import DuplicateKeyError

from kernel.database import LIMIT_SECONDS
from kernel.lease import Fenced


class Cursor:
    """`position` is the last one of a whole commit; it never goes back."""

    def __init__(self, cursors: Collection[Any], name: str, epoch: int) -> None:
        self.cursors = cursors
        self.name = name
        self.epoch = epoch
        self.position = self._take()

    def store(self, position: int, mark: str = "") -> None:
        """Raises Fenced when somebody with a later epoch has taken the cursor.

        `mark` names the commit that ends there: in a log that was restored it is another one.
        Without one nothing is known of it; that of another position is never left behind.
        """
        if position <= self.position:
            return
        mine = {"_id": self.name, "epoch": self.epoch}
        move = {"$max": {"position": position}, "$set": {"mark": mark}}
        with timeout(LIMIT_SECONDS):
            stored = self.cursors.update_one(mine, move)
        if not stored.matched_count:
            raise Fenced(self.name)
        self.position, self.mark = position, mark

    def _take(self) -> int:
        """Put one's epoch on it *before* reading it: after that the predecessor's stores fail."""
        older = {"_id": self.name, "epoch": {"$lt": self.epoch}}
        take = {"$set": {"epoch": self.epoch}, "$max": {"position": 0}}
        try:
            with timeout(LIMIT_SECONDS):
                taken = self.cursors.find_one_and_update(
                    older, take, upsert=True, return_document=ReturnDocument.AFTER
                )
        except DuplicateKeyError as error:
            raise Fenced(self.name) from error
        self.mark = str(taken.get("mark", ""))
        return int(taken["position"])

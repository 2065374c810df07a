"""Work in bulk at the end of a log: those who follow it let it pass, and catch up afterwards.

To follow an imported row costs ten times what it costs to write it. Whoever follows while a hundred
thousand of them are written takes the processors from it and from people's commands, and comes no
sooner to what is behind them.
"""

from time import monotonic
from typing import Any

from pymongo import timeout
from pymongo.database import Database

from kernel.database import LIMIT_SECONDS

ID = "rush"
LASTS_SECONDS = 3.0  # without a word of it: who was at work has died, or waits for something
TELL_SECONDS = 0.5


class Rush:
    """Of one log, told by who writes: batch by batch, for nobody may wait for who gets no further.

    It is kept in the database of the log, by the clock of that.
    """

    def __init__(self, database: Database[Any]) -> None:
        self._marks = database["rushes"]
        self._told_at = float("-inf")

    def go_on(self) -> None:
        if monotonic() - self._told_at < TELL_SECONDS:
            return
        until = {"$add": ["$$NOW", round(LASTS_SECONDS * 1000)]}
        with timeout(LIMIT_SECONDS):
            self._marks.update_one({"_id": ID}, [{"$set": {"until": until}}], upsert=True)
        self._told_at = monotonic()

    def end(self) -> None:
        with timeout(LIMIT_SECONDS):
            self._marks.delete_one({"_id": ID})
        self._told_at = float("-inf")

    def on(self) -> bool:
        """Now, whoever has told of it."""
        with timeout(LIMIT_SECONDS):
            return bool(
                self._marks.find_one({"_id": ID, "$expr": {"$gt": ["$until", "$$NOW"]}}, {"_id": 1})
            )

"""One session for all transactions of a worker, known by name to whoever comes after it.

A process that is killed amid a transaction leaves it open: MongoDB keeps its locks for a minute,
and nobody else could move the checkpoint. So its session is written into the checkpoint, and the
next writer ends it. One that still lives finds its transaction gone, and then itself fenced.
"""

from collections.abc import Callable, Iterable
from typing import Any

from pymongo.client_session import ClientSession

from kernel.live import Documents
from kernel.transaction import Result, transact


class Writer:
    def __init__(self, database: Documents) -> None:
        self.database = database
        self._session = database.client.start_session()

    def claim(self, checkpoint: str, projections: Iterable[str] = ()) -> None:
        """Be the writer of this checkpoint; made, at the first event, when it is not there."""
        checkpoints, mine = self.database["checkpoints"], session_id(self._session)
        found = checkpoints.find_one({"_id": checkpoint}, {"writer": 1}) or {}
        if found.get("writer", mine) != mine:
            self.database.client.admin.command("killSessions", [{"id": found["writer"]}])
        first = {"positions": {}, "rev": 0, "projections": sorted(projections)}
        checkpoints.update_one(
            {"_id": checkpoint}, {"$set": {"writer": mine}, "$setOnInsert": first}, upsert=True
        )

    def transact(self, body: Callable[[ClientSession], Result]) -> Result:
        return transact(self._session, body)


def session_id(session: ClientSession) -> Any:
    return session.session_id["id"]

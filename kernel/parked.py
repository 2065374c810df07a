"""Streams that a group could not go on with: kept in order until an operator decides.

An event that is given up stays here, marked: its rows are as if it had not been, and `verify` must
know. A rebuild asks the program of that day again, and parks it once more if it still has to.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from pymongo.client_session import ClientSession
from pymongo.collection import Collection

from kernel import checkpoint
from kernel.checkpoint import Checkpoint
from kernel.live import Documents
from kernel.step import Parked, Stream
from kernel.writer import Writer

WAITS = {"dropped": {"$exists": False}}
ORDER = [("checkpoint", 1), ("source", 1), ("stream", 1), ("position", 1)]


@dataclass(frozen=True, slots=True)
class Waiting:
    """A parked stream as an operator sees it."""

    source: str
    stream: str
    events: int
    first: int  # position of the event that failed
    error: str


class ParkedStreams:
    """Those of one checkpoint (a group's generation, or reactions)."""

    def __init__(self, database: Documents, checkpoint: str) -> None:
        self.checkpoint = checkpoint
        self._database = database
        self._parked: Collection[dict[str, Any]] = database["parked"]

    def add(self, parked: Iterable[Parked], session: ClientSession | None = None) -> None:
        if documents := [self._document(event) for event in parked]:
            self._parked.insert_many(documents, session=session)

    def streams(self) -> set[Stream]:
        return {(waiting.source, waiting.stream) for waiting in self.list()}

    def list(self) -> list[Waiting]:
        """One line per stream, by source and name."""
        found = self._parked.aggregate(
            [
                {"$match": {"checkpoint": self.checkpoint} | WAITS},
                {"$sort": dict(ORDER)},
                {"$group": {
                    "_id": {"source": "$source", "stream": "$stream"},
                    "events": {"$sum": 1},
                    "first": {"$first": "$position"},
                    "error": {"$first": "$error"},
                }},
                {"$sort": {"_id": 1}},
            ]
        )  # fmt: skip
        return [
            Waiting(**line["_id"], events=line["events"], first=line["first"], error=line["error"])
            for line in found
        ]

    def inspect(self, source: str, stream: str) -> Sequence[Parked]:
        """Its events in order, with their envelopes."""
        found = self._parked.find(self._of(source, stream)).sort(ORDER)
        return [
            Parked(source, stream, doc["position"], json.loads(doc["envelope"]), doc["error"])
            for doc in found
        ]

    def count(self) -> int:
        return self._parked.count_documents({"checkpoint": self.checkpoint} | WAITS)

    def given_up(self) -> int:
        """How many events the rows do without, by an operator's decision."""
        return self._parked.count_documents({"checkpoint": self.checkpoint, "dropped": True})

    def remove(self, source: str, stream: str, upto: int, session: ClientSession) -> int:
        """Forget events up to a position; answers how many there were."""
        those = self._of(source, stream) | {"position": {"$lte": upto}}
        return self._parked.delete_many(those, session=session).deleted_count

    def drop(self, source: str, stream: str, at: Checkpoint, writer: Writer) -> int:
        """Give a stream's first event up; the worker is fenced, for the stream may be free now."""
        waiting = self.inspect(source, stream)
        if not waiting:
            return 0

        def body(session: ClientSession) -> int:
            checkpoint.advance(self._database, at, {}, session)
            first = self._of(source, stream) | {"position": waiting[0].position}
            given_up = {"$set": {"dropped": True}}
            return self._parked.update_many(first, given_up, session=session).modified_count

        return writer.transact(body)

    def create_indexes(self) -> None:
        self._parked.create_index(ORDER)

    def _of(self, source: str, stream: str) -> dict[str, Any]:
        return {"checkpoint": self.checkpoint, "source": source, "stream": stream} | WAITS

    def _document(self, event: Parked) -> dict[str, Any]:
        """The envelope as text: what made it fail may be something that BSON cannot hold."""
        return {
            "_id": f"{self.checkpoint}/{event.source}:{event.position}",
            "checkpoint": self.checkpoint,
            "source": event.source,
            "stream": event.stream,
            "position": event.position,
            "envelope": json.dumps(event.envelope),
            "error": event.error,
        }

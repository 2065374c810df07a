"""The log in MongoDB: a commit is one document; its insert is lock, order and outbox at once."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from time import monotonic, sleep

from pymongo import timeout
from pymongo.collection import Collection
from pymongo.database import Database

from kernel import excerpts, history, metrics
from kernel.database import DURABLE, LIMIT_SECONDS, MAJORITY, Document
from kernel.document import from_document, from_documents, up_to_damage
from kernel.end_of_log import UNKNOWN, EndOfLog
from kernel.flush import Flusher
from kernel.group_commit import Taken
from kernel.lanes import Lanes
from kernel.log import Commit, Conflict, Draft, Duplicate, Excerpt
from kernel.refusal import Indeterminate
from kernel.relay_status import relay_status
from kernel.rush import Rush

UNREAD = {"keys": False, "streams": False}  # of a commit: for the server's indexes alone
PATIENCE_SECONDS = 2.0  # with a key that the primary has and the majority has not


class MongoLog:
    """See `kernel.log.Log`. One per process and log, or group commit does not group.

    Every read is a majority read on the primary: a local one shows phantoms and skips events.
    """

    def __init__(
        self,
        database: Database[Document],
        source: str,
        confirmed: bool = False,
        bulk: bool = False,
    ) -> None:
        """`confirmed` for who mends a log that has lost what others have seen of it; `bulk` for a
        process that writes large commits and nothing else."""
        self.source = source
        self._database = database
        self._confirmed = confirmed
        self.lost = ""  # why nothing is appended any more, when that is so
        self.collection: Collection[Document] = database.get_collection(
            "log", read_concern=MAJORITY, write_concern=DURABLE
        )
        self.end = EndOfLog(self.collection, source=source, bulk=bulk)
        self._flusher = Flusher(self.end)
        self._passed = 0  # where the last answer of `after` ended
        self._lanes = Lanes()
        self._rush = Rush(database)

    def create_indexes(self) -> None:
        """Idempotent; without them the log promises nothing, so a service makes them first."""
        self.collection.create_index("keys", unique=True)
        self.collection.create_index(excerpts.BY_STREAM)

    def append(self, draft: Draft) -> Commit:
        try:
            if not self._confirmed:
                self._confirm()
            outcome = self._flusher.write(draft)
        except history.Rewound as rewound:
            self.lost = str(rewound)
            raise
        self.lost = ""
        if not isinstance(outcome, Taken):
            return outcome
        holder = self._durable(outcome.key)
        if not outcome.key.startswith("!"):
            metrics.CONFLICTS.labels(self.source).inc()
            raise Conflict(outcome.key)
        if holder is None:
            raise Indeterminate(**UNKNOWN)
        metrics.DUPLICATES.labels(self.source).inc()
        raise Duplicate(holder)

    def stream(self, stream: str, after: int = 0, limit: int = 0) -> list[Commit]:
        return self._find({"streams": stream, "_id": {"$gt": after}}, limit)

    def excerpts(self, after: Mapping[str, int]) -> list[Excerpt]:
        with timeout(LIMIT_SECONDS):
            return excerpts.read(self.collection, after)

    def after(self, position: int, limit: int) -> list[Commit]:
        with timeout(LIMIT_SECONDS):
            query = {"_id": {"$gt": position}}
            found = up_to_damage(self.collection.find(query, UNREAD).sort("_id").limit(limit))
        if not self._ends(position, found) and (around := self._around(position)):
            found = [around, *found][:limit]
        self._passed = found[-1].last if found else self._passed
        return found

    def head(self) -> int:
        return self.end.read()

    def find(self, command_id: str) -> Commit | None:
        found = self._find({"keys": "!" + command_id})
        return found[0] if found else None

    def rushed(self) -> bool:
        return self._rush.on()

    def rush(self, on: bool) -> None:
        if on:
            self._rush.go_on()
        elif self._rush.on():
            self._rush.end()

    def queue(self, streams: Sequence[str]) -> AbstractContextManager[None]:
        return self._lanes.enter(streams)

    def _ends(self, position: int, following: Sequence[Commit]) -> bool:
        """Whether a commit is known to end here; else this may be amid one."""
        return position == self._passed or bool(following and following[0].position == position + 1)

    def _around(self, position: int) -> Commit | None:
        with timeout(LIMIT_SECONDS):
            query = {"_id": {"$lte": position}}
            found = self.collection.find_one(query, UNREAD, sort=[("_id", -1)])
        commit = from_document(found) if found else None
        return commit if commit and commit.last > position else None

    def _confirm(self) -> None:
        """Nothing is written where events that were published would be written over."""
        published = relay_status(self._database)["position"]
        if published > (head := self.head()):
            raise history.gone(self.source, published, head)
        self._confirmed = True

    def _find(self, query: Document, limit: int = 0) -> list[Commit]:
        with timeout(LIMIT_SECONDS):
            return from_documents(self.collection.find(query).sort("_id").limit(limit))

    def _durable(self, key: str) -> Commit | None:
        """The commit that holds this key, as soon as a majority has it.

        The server refuses a key when its primary has it, which is a moment earlier; deciding
        again in between would only be refused again. None when a failover took it back.
        """
        until = monotonic() + PATIENCE_SECONDS
        while monotonic() < until:
            if found := self._find({"keys": key}):
                return found[0]
            sleep(0.002)
        return None

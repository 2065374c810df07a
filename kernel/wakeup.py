"""Tells a waiting relay that its log may have grown: a hint from a change stream, nothing more."""

from contextlib import AbstractContextManager
from threading import Event, Thread
from typing import Any

import structlog
from pymongo.collection import Collection
from pymongo.errors import PyMongoError

INSERTS: list[dict[str, Any]] = [
    {"$match": {"operationType": "insert"}},
    {"$project": {"_id": 1}},
]
AWAIT_SECONDS = 0.5  # of one request for changes
REST_SECONDS = 2.0  # after the stream has failed; the relay's polling goes on meanwhile


class Wakeup(AbstractContextManager["Wakeup"]):
    """Nothing depends on it but latency, so it never resumes: a new stream begins at now.

    A token too old to resume from (ChangeStreamHistoryLost) therefore cannot lock it out.
    """

    def __init__(self, collection: Collection[Any]) -> None:
        self.collection = collection
        self.news = Event()
        self._over = Event()
        self._thread = Thread(target=self._run, name="wakeup", daemon=True)

    def __enter__(self) -> "Wakeup":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join(AWAIT_SECONDS * 2)

    def wait(self, seconds: float) -> None:
        """Until there may be news, or so long. What arrives from now on counts as new."""
        self.news.wait(seconds)
        self.news.clear()

    def _run(self) -> None:
        while not self._over.is_set():
            try:
                self._watch()
            except PyMongoError as error:
                structlog.get_logger().warning("wakeup.lost", error=str(error))
                self._over.wait(REST_SECONDS)

    def _watch(self) -> None:
        with self.collection.watch(
            INSERTS, max_await_time_ms=round(AWAIT_SECONDS * 1000)
        ) as stream:
            self.news.set()  # what was inserted while there was no stream
            while not self._over.is_set() and stream.alive:
                if stream.try_next():
                    self.news.set()

"""The feed straight from the logs, for operators' commands that read all of them.

What a service would read, pack, send through the broker and have unpacked is read once. Who has to
read millions of events is spared half of the work, and the services all of it.
"""

from typing import Any

from pymongo import MongoClient
from pymongo.errors import PyMongoError

from kernel.database import service_database
from kernel.feed import feed
from kernel.mongo import MongoLog
from kernel.refusal import Unavailable, in_words


class LocalFeed:
    """`fetch(source, after, limit)`; raises Unavailable when the database cannot be read now."""

    def __init__(self, client: MongoClient[dict[str, Any]]) -> None:
        self._client = client
        self._logs: dict[str, MongoLog] = {}

    def __call__(self, source: str, after: int, limit: int) -> dict[str, Any]:
        try:
            return feed(self._log(source), after, limit)
        except PyMongoError as error:
            raise Unavailable("log-away", f"{source}: {in_words(error)}", retry_after=1) from error

    def _log(self, source: str) -> MongoLog:
        if source not in self._logs:
            self._logs[source] = MongoLog(service_database(self._client, source), source)
        return self._logs[source]

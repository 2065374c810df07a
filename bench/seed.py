"""Logs with a long history, written in bulk: the commits that the services would have made."""

from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import UTC, datetime
from itertools import islice
from typing import Any

from pymongo.collection import Collection

from bench.own_log import draft
from kernel.document import Document, to_document
from kernel.log import Commit, Draft

BATCH = 2_000  # commits that are written together


def fill(log: Collection[Document], drafts: Iterable[Draft], after: int = 0) -> int:
    """Write behind a position, in the background while the next are made; answers the new end."""
    making = numbered(drafts, after)
    writing: Future[Any] | None = None
    with ThreadPoolExecutor(1) as writer:
        while batch := list(islice(making, BATCH)):
            if writing:
                writing.result()
            after = batch[-1].last
            documents = [to_document(commit) for commit in batch]
            writing = writer.submit(log.insert_many, documents, ordered=False)
        if writing:
            writing.result()
    return after


def numbered(drafts: Iterable[Draft], after: int) -> Iterator[Commit]:
    for each in drafts:
        commit = Commit(after + 1, each.entries, each.at, each.meta)
        after = commit.last
        yield commit


def claims(events: int) -> Iterator[Draft]:
    """Commits of one event each."""
    return (draft(f"c.{number}", 1) for number in range(events))


def meta(command_id: str, actor: str, id: str, version: int) -> dict[str, Any]:
    """As long as what a request over HTTP leaves behind."""
    return {
        "actor": actor,
        "role": "sales",
        "command_id": command_id,
        "fingerprint": f"{command_id:f<64}",
        "correlation_id": f"{command_id:c<36}",
        "answer": {"id": id, "version": version},
    }


def moment(minute: int) -> datetime:
    """Minutes since a beginning; so a million customers fill two years."""
    return datetime.fromtimestamp(1_700_000_000 + minute, UTC)

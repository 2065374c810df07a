"""Work on several groups at once that all read the same logs: a rebuild of many, say."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from pymongo import MongoClient

from kernel.database import service_database
from kernel.group import Group
from kernel.live import Documents
from kernel.local_feed import LocalFeed
from kernel.parallel import side_by_side
from kernel.shared_feed import SharedFeed
from kernel.subscription import Fetch

Result = TypeVar("Result")
Act = Callable[[Documents, Group, Fetch], Result]


def together(
    client: MongoClient[dict[str, Any]], groups: Sequence[Group], act: Act[Result]
) -> list[Result]:
    """Each in a thread of its own, the logs read once for all of them; the results in order."""
    feed = SharedFeed(LocalFeed(client), {group.queue: group.sources for group in groups})

    def one(group: Group) -> Result:
        try:
            return act(service_database(client, group.service), group, feed.of(group.queue))
        finally:
            feed.leave(group.queue)

    with ThreadPoolExecutor(1) as aside:
        doing = aside.submit(side_by_side, one, groups, len(groups))
        try:
            return doing.result()
        except KeyboardInterrupt:  # it reaches this thread alone; the others hear of it
            feed.stop()
            raise

"""What every service with a log answers about it, so that subscribers can close their gaps."""

from collections.abc import Sequence
from typing import Any

from kernel.commits import Commits
from kernel.feed import feed
from kernel.nameko.entrypoints import rpc

PAGE = 5_000  # events that one answer may hold


class Feed:
    """Mixin of a service class that declares `log = log(…)`."""

    log: Commits

    @rpc
    def feed(self, after: int, limit: int = 500, types: Sequence[str] | None = None) -> Any:
        return feed(self.log.log, after, limit, types, PAGE)

    @rpc
    def head(self) -> int:
        return self.log.log.head()

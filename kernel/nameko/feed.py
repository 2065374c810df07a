"""What every service with a log answers about it, so that subscribers can close their gaps."""

from collections.abc import Mapping, Sequence
from typing import Any

from kernel.commits import Commits
from kernel.envelope import Envelope
from kernel.feed import feed, history
from kernel.nameko.entrypoints import rpc
from kernel.personal import impersonal
from kernel.pinned import pinned
from kernel.served import served

PAGE = 5_000  # events that one answer may hold


class Feed:
    """Mixin of a service class that declares `log = log(…)`."""

    log: Commits

    @rpc
    def feed(
        self,
        after: int,
        limit: int = 500,
        types: Sequence[str] | None = None,
        patient: bool = False,
        personal: bool = True,
        pins: Mapping[str, int] | None = None,
    ) -> Any:
        """`patient` is who would rather be told to ask again than read on amid work in bulk.
        `pins` are versions that events are told in; who is not to get what is `personal` gets
        the newest, without it."""
        log, codec = self.log.log, self.log.states.codec
        if patient and personal and not pins:
            return served(log).page(after, limit, PAGE)
        page = feed(log, after, limit, types, PAGE)
        if not personal:
            return page | {"events": impersonal(codec, page["events"])}
        return page | {"events": pinned(codec, pins, page["events"])} if pins else page

    @rpc
    def history(self, stream: str) -> list[Envelope]:
        """All that stands on one stream, for who cannot wait until the log has been read to it."""
        return history(self.log.log, stream)

    @rpc
    def head(self) -> int:
        return self.log.log.head()

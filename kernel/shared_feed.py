"""One reading of the logs for several rebuilds that go on side by side in one process.

To read and unpack an event costs more than to fold it into most read models. Each page is read
once and handed to everybody whose sources it is of, and who opens an event first opens it for all;
who is ahead waits for the others, so that few pages are kept. Whoever misses a page reads it again:
sharing changes no answer.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from threading import Condition

from kernel import reading
from kernel.envelope import SharedEnvelope
from kernel.refusal import Rejected
from kernel.subscription import Fetch, Page

LEAD = 4  # pages of a source that wait for who is behind
PATIENCE = 5.0  # seconds for them: then it is gone, or busy with something else
Asked = tuple[str, int, int]  # source, after, limit


@dataclass(slots=True)
class Kept:
    page: Page
    wanted: set[str]  # by whom still


def shared(page: Page) -> Page:
    """Each of its events is opened once, whoever folds it."""
    return {**page, "events": [SharedEnvelope(envelope) for envelope in page["events"]]}


class SharedFeed:
    def __init__(self, fetch: Fetch, readers: Mapping[str, Collection[str]]) -> None:
        """`readers` are named, each with its sources."""
        self._fetch = fetch
        self._readers = {name: set(sources) for name, sources in readers.items()}
        self._kept: dict[Asked, Kept] = {}
        self._reading: set[Asked] = set()
        self._come: dict[tuple[str, str], int] = {}  # how far each has come in each source
        self._changed = Condition()
        self._stopped = False

    def of(self, reader: str) -> Fetch:
        """Shared are the whole pages of a build from nothing; who catches up reads for himself."""

        def fetch(source: str, after: int, limit: int) -> Page:
            if limit != reading.PAGE or after % reading.PAGE:
                return self._fetch(source, after, limit)
            asked = source, after, limit
            return self._handed(reader, asked) or self._read(reader, asked)

        return fetch

    def leave(self, reader: str) -> None:
        """Nobody need wait for it any more."""
        with self._changed:
            self._readers.pop(reader, None)
            for asked in list(self._kept):
                self._drop(asked, reader)
            self._changed.notify_all()

    def stop(self) -> None:
        """Whoever asks for more is refused."""
        with self._changed:
            self._stopped = True
            self._changed.notify_all()

    def _handed(self, reader: str, asked: Asked) -> Page | None:
        """A page that was kept for this reader; None: it is to read it, for the others as well."""
        with self._changed:
            self._changed.wait_for(lambda: self._may_go_on(reader, asked), PATIENCE)
            if self._stopped:
                raise Rejected("interrupted", "it was told to stop")
            if not self._waits_for(reader, asked):
                self._reading.add(asked)
                return None
            page = self._kept[asked].page
            self._pass(reader, asked)
            self._changed.notify_all()
            return page

    def _may_go_on(self, reader: str, asked: Asked) -> bool:
        if self._stopped or self._waits_for(reader, asked):
            return True
        of_source = (kept for one, kept in self._kept.items() if one[0] == asked[0])
        ahead = sum(reader not in kept.wanted for kept in of_source)
        return ahead < LEAD and asked not in self._reading

    def _waits_for(self, reader: str, asked: Asked) -> bool:
        return asked in self._kept and reader in self._kept[asked].wanted

    def _read(self, reader: str, asked: Asked) -> Page:
        try:
            page = shared(self._fetch(*asked))
            with self._changed:
                self._keep(page, asked, reader)
            return page
        finally:
            with self._changed:
                self._reading.discard(asked)
                self._changed.notify_all()

    def _keep(self, page: Page, asked: Asked, reader: str) -> None:
        """For those who have not come so far; one who begins again is followed by nobody."""
        self._pass(reader, asked)
        source, after, _ = asked
        others = {
            name
            for name, sources in self._readers.items()
            if source in sources and self._come.get((name, source), -1) < after
        }
        if others and asked not in self._kept:
            self._kept[asked] = Kept(page, others)
            self._forget(source)

    def _pass(self, reader: str, asked: Asked) -> None:
        source, after, _ = asked
        self._come[reader, source] = max(after, self._come.get((reader, source), -1))
        self._drop(asked, reader)

    def _forget(self, source: str) -> None:
        """The oldest that somebody has not fetched in time."""
        of_it = [asked for asked in self._kept if asked[0] == source]
        for asked in of_it[: max(0, len(of_it) - 2 * LEAD)]:
            del self._kept[asked]

    def _drop(self, asked: Asked, reader: str) -> None:
        if kept := self._kept.get(asked):
            kept.wanted.discard(reader)
            if not kept.wanted:
                del self._kept[asked]

"""A group's rows as they were at one moment, for who reads them page after page.

Each page may be read by another process. The moment travels as text: the cluster's time and the
generation that was live then, so that neither what happens nor a rebuild is ever met halfway.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from bson.timestamp import Timestamp
from pymongo.client_session import ClientSession
from pymongo.collection import Collection
from pymongo.errors import OperationFailure

from kernel import checkpoint
from kernel.live import checkpoint_id, rows_of
from kernel.projection import Projection
from kernel.refusal import Unavailable
from kernel.rows import Rows
from services.analytics.parameters import wrong
from services.analytics.reading import within_limits

TEXT = re.compile(r"(\d{1,10})\.(\d{1,10})\.(\d{1,9})", re.ASCII)
GONE = frozenset({239, 246})  # SnapshotTooOld, SnapshotUnavailable


@dataclass(frozen=True)
class At:
    time: Timestamp | None  # None: now, which the first read makes a moment
    generation: int


class Moment(Rows):
    """Reads only, and all of it in one session."""

    def __init__(self, rows: Rows, at: At, session: ClientSession) -> None:
        super().__init__(rows.database, rows.group)
        self._rows, self._session, self._then = rows, session, at

    @property
    def generation(self) -> int:
        return self._then.generation

    def collection(self, projection: Projection | str) -> Collection[dict[str, Any]]:
        known = self._rows.collection(projection)  # refuses what is not true
        name = projection if isinstance(projection, str) else projection.name
        then = rows_of(known.database, name, self.generation)
        return Frozen(then, self._session)  # type: ignore[return-value]

    def positions(self) -> dict[str, int]:
        id = checkpoint_id(self.group.name, self.generation)
        at = checkpoint.load(self.database, id, self._session)
        return dict.fromkeys(self.group.sources, 0) | dict(at.positions)

    def text(self) -> str:
        """Once something was read."""
        session: Any = self._session
        time = session._snapshot_time  # the driver shows it in no other way
        return f"{time.time}.{time.inc}.{self.generation}"


class Frozen:
    """A collection that is asked in one session only, as lists ask it."""

    def __init__(self, rows: Collection[dict[str, Any]], session: ClientSession) -> None:
        self._rows, self._session = rows, session

    def find(self, *args: Any, **options: Any) -> Any:
        return self._rows.find(*args, **options | {"session": self._session})

    def find_one(self, *args: Any, **options: Any) -> Any:
        return self._rows.find_one(*args, **options | {"session": self._session})


@contextmanager
def at_moment(rows: Rows, text: str | None) -> Iterator[Moment]:
    """As they are now, or were then; Unavailable when the database has forgotten it."""
    at = parsed(text) if text else At(None, rows.generation)
    try:
        with within_limits(), rows.database.client.start_session(snapshot=True) as session:
            known: Any = session
            known._snapshot_time = at.time
            yield Moment(rows, at, session)
    except OperationFailure as error:
        if error.code not in GONE:
            raise
        raise Unavailable(
            "moment-forgotten", "the database keeps no moment this long: ask for less at once"
        ) from None


def parsed(text: str) -> At:
    """Raises Invalid for what is none."""
    if not isinstance(text, str) or not (found := TEXT.fullmatch(text)):
        raise wrong("moment", "is not one that an answer gave")
    time, inc, generation = map(int, found.groups())
    return At(Timestamp(time, inc), generation)

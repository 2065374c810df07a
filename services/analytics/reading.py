"""How queries read: every one with a limit of time, and refused rather than waited for."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from pymongo.client_session import ClientSession
from pymongo.collection import Collection
from pymongo.errors import ConnectionFailure, ExecutionTimeout

from kernel.projection import Row
from kernel.refusal import Unavailable

LIST_MS = 2_000
REPORT_MS = 4_000  # less than a caller's deadline, so that the reason still reaches it

UNSHOWN = {"grams": 0}  # half of a row, for the index alone
Documents = Collection[dict[str, Any]]
Session = ClientSession | None  # of a snapshot, when several reads are to fit together
Stage = Mapping[str, Any]  # of an aggregation


def find(
    rows: Documents,
    match: Mapping[str, Any],
    sort: Sequence[tuple[str, int]],
    limit: int,
    shown: Mapping[str, Any] | Sequence[str] = UNSHOWN,
    session: Session = None,
) -> list[Row]:
    """`shown` names the fields that are wanted, or as a mapping those that are not."""
    with within_limits():
        found = rows.find(match, shown, session=session).limit(limit).max_time_ms(LIST_MS)
        return list(found.sort(list(sort)) if sort else found)


def find_one(rows: Documents, match: Mapping[str, Any]) -> Row | None:
    with within_limits():
        return rows.find_one(match, UNSHOWN, max_time_ms=LIST_MS)


def aggregate(rows: Documents, *stages: Stage, session: Session = None) -> list[Row]:
    with within_limits():
        return list(rows.aggregate(list(stages), session, maxTimeMS=REPORT_MS, allowDiskUse=False))


@contextmanager
def at_one_moment(rows: Documents) -> Iterator[ClientSession]:
    """A snapshot: rows that move in an index while it is read are met once, neither more nor less.

    It is as new as what every majority read has seen before.
    """
    with within_limits(), rows.database.client.start_session(snapshot=True) as session:
        yield session


@contextmanager
def within_limits() -> Iterator[None]:
    try:
        yield
    except ExecutionTimeout:
        raise Unavailable("too-slow", "narrow the question, or ask later", retry_after=5) from None
    except ConnectionFailure:
        raise Unavailable("database-away", "the read models are away", retry_after=2) from None

"""A MongoDB transaction with a limited number of attempts; its outcome is in the data, not here."""

import random
import time
from collections.abc import Callable
from typing import TypeVar

from pymongo import ReadPreference
from pymongo.client_session import ClientSession
from pymongo.errors import OperationFailure, PyMongoError
from pymongo.read_concern import ReadConcern
from pymongo.write_concern import WriteConcern

ATTEMPTS = 6
FIRST_PAUSE = 0.02
INTERRUPTED = 11601
Result = TypeVar("Result")


def transact(session: ClientSession, body: Callable[[ClientSession], Result]) -> Result:
    """Run `body` and commit, all or nothing.

    `body` runs again after a transient fault and must bring no effect of its own. When this
    raises a PyMongoError the outcome may be unknown: read the checkpoint before going on.
    """
    for attempt in range(ATTEMPTS):
        try:
            return _once(session, body)
        except PyMongoError as error:
            transient = error.has_error_label("TransientTransactionError")
            if not (transient or interrupted(error)) or attempt == ATTEMPTS - 1:
                raise
        time.sleep(random.uniform(0.5, 1.5) * FIRST_PAUSE * 2**attempt)
    raise AssertionError("unreachable")


def interrupted(error: PyMongoError) -> bool:
    """By another writer, who has ended our session: what came of it the next attempt finds out."""
    return isinstance(error, OperationFailure) and error.code == INTERRUPTED


def _once(session: ClientSession, body: Callable[[ClientSession], Result]) -> Result:
    with session.start_transaction(
        read_concern=ReadConcern("snapshot"),
        write_concern=WriteConcern("majority"),
        read_preference=ReadPreference.PRIMARY,
    ):
        result = body(session)
        _commit(session)
    return result


def _commit(session: ClientSession) -> None:
    """A commit whose answer was lost may be sent again: it takes effect once."""
    for attempt in range(ATTEMPTS):
        try:
            return session.commit_transaction()
        except PyMongoError as error:
            unknown = error.has_error_label("UnknownTransactionCommitResult")
            if not (unknown or interrupted(error)) or attempt == ATTEMPTS - 1:
                raise
        time.sleep(random.uniform(0.5, 1.5) * FIRST_PAUSE * 2**attempt)

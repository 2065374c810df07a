"""What a caller is told when a method has returned or raised: never more than it may know."""

from typing import Any

import structlog
from pymongo.errors import (
    ConnectionFailure,
    ExecutionTimeout,
    ServerSelectionTimeoutError,
    WaitQueueTimeoutError,
    WTimeoutError,
)

from kernel.codec import UnknownEvent
from kernel.refusal import Indeterminate, Refusal, Unavailable
from kernel.rpc_message import encode_failure, encode_refusal, encode_result

UNSENT = (ServerSelectionTimeoutError, WaitQueueTimeoutError)
UNKNOWN = (ConnectionFailure, ExecutionTimeout, WTimeoutError)

logger = structlog.get_logger(__name__)


def answer_to(result: Any, error: BaseException | None) -> bytes:
    if error is None:
        return result_or_failure(result)
    refusal = refusal_of(error)
    return encode_refusal(refusal) if refusal else encode_failure()


def result_or_failure(result: Any) -> bytes:
    try:
        return encode_result(result)
    except TypeError:
        logger.exception("a result is not JSON")
        return encode_failure()


def refusal_of(error: BaseException) -> Refusal | None:
    """None for a defect. A database that is away is none, nor is what a newer version wrote."""
    if isinstance(error, Refusal):
        return error
    if isinstance(error, UnknownEvent):
        detail = f"this version does not know {error}: deploy the one that wrote it"
        return Unavailable("newer-event", detail, retry_after=30)
    if isinstance(error, UNSENT):
        return Unavailable("database-away", "the database cannot be reached", retry_after=1)
    if isinstance(error, UNKNOWN):
        return Indeterminate("database-lost", "the database did not answer", retry_after=1)
    return None

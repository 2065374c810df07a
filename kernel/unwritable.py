"""Rows that MongoDB will not store, told apart from a MongoDB that cannot store now."""

from decimal import DecimalException

from bson.errors import BSONError
from pymongo.errors import BulkWriteError, DocumentTooLarge, OperationFailure

SUSPECT = (BSONError, DocumentTooLarge, OverflowError, DecimalException, OperationFailure)
CODES = frozenset(
    {
        52,  # DollarPrefixedFieldName
        57,  # DottedFieldName
        171,  # CannotIndexParallelArrays
        10334,  # BSONObjectTooLarge
        11000,  # DuplicateKey
        16755,  # location that is none
        17280,  # KeyTooLong
        17420,  # document to upsert is larger than 16 MB
    }
)


def unwritable(error: Exception) -> bool:
    """Of an error in SUSPECT: is it the row's fault?"""
    if isinstance(error, BulkWriteError):
        return any(failed["code"] in CODES for failed in error.details["writeErrors"])
    return not isinstance(error, OperationFailure) or error.code in CODES

"""Ids of imported customers: made of the import and the line, so that no row is ever two.

Sent again after a crash a row is the same customer, and of a customer can be told whether this
very import has brought it in, and by which line. They look like any other id, a UUID of version 7.
"""

from datetime import UTC, datetime
from functools import lru_cache
from hashlib import sha256
from uuid import UUID

LINE_BITS = 30
VERSION_AND_VARIANT = (7 << 76) | (2 << 62)


def customer_id(import_id: str, line: int) -> str:
    written, last = written_begin(import_id)
    return f"{written}{last | line % (1 << LINE_BITS):08x}"


@lru_cache(maxsize=16)
def written_begin(import_id: str) -> tuple[str, int]:
    """All but the last eight digits, and what of these is the same for all lines."""
    first = begin(import_id)
    return str(UUID(int=first))[:-8], first & 0xFFFFFFFF


def line_of(import_id: str, customer_id: str) -> int | None:
    """The line that brought it in, if it was this import."""
    try:
        value = UUID(customer_id).int
    except ValueError:
        return None
    line = value % (1 << LINE_BITS)
    return line if value - line == begin(import_id) else None


@lru_cache(maxsize=16)
def begin(import_id: str) -> int:
    """All but the line: the moment of the import, and enough to tell it from any other one."""
    digest = int.from_bytes(sha256(import_id.encode()).digest()[:6])
    moment = UUID(import_id).int >> 80 << 80
    first, second = digest >> 32 & 0xFFF, digest & 0xFFFFFFFF
    return moment | VERSION_AND_VARIANT | first << 64 | second << LINE_BITS


def moment(import_id: str) -> datetime:
    """When its file began to come."""
    return datetime.fromtimestamp((UUID(import_id).int >> 80) / 1000, UTC)

"""Times as text: RFC 3339, in UTC, with a Z."""

from datetime import UTC, datetime
from functools import lru_cache


@lru_cache(maxsize=256)  # a commit tells the same moment again and again
def dump_time(at: datetime) -> str:
    """A time without zone is a defect of the caller and raises ValueError."""
    if at.tzinfo is None:
        raise ValueError("a datetime needs a time zone")
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")

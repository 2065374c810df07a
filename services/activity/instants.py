"""Moments as rows keep them."""

from datetime import UTC, datetime


def moment(at: datetime) -> datetime:
    """In UTC, and in the milliseconds that the database keeps."""
    at = at.astimezone(UTC)
    return at.replace(microsecond=at.microsecond // 1000 * 1000)

"""From rows to answers: times in RFC 3339, money as exact text, nothing that JSON lacks."""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from decimal import Decimal
from types import NoneType
from typing import Any

from kernel.rfc3339 import dump_time

NEVER = datetime(1900, 1, 1, tzinfo=UTC)  # stored where there was no contact yet: sorts first
NO_DATE = datetime(9999, 12, 31, tzinfo=UTC)  # stored where none is planned: sorts last
AS_IT_IS = frozenset({str, int, float, bool, NoneType})


def moment(at: datetime) -> datetime:
    """To the millisecond, which is what MongoDB keeps: else live rows and rebuilt ones differ."""
    if at.tzinfo is not UTC:
        at = at.astimezone(UTC)
    over = at.microsecond % 1000
    return at.replace(microsecond=at.microsecond - over) if over else at


def time(at: datetime | None) -> str | None:
    if at is None or at in (NEVER, NO_DATE):
        return None
    return dump_time(at)


def money(amount: Decimal | None, currency: str | None) -> dict[str, str] | None:
    """With at least two decimals: 1054 is written 1054.00."""
    if amount is None or currency is None:
        return None
    places = max(2, -int(amount.as_tuple().exponent))
    return {"amount": f"{amount:.{places}f}", "currency": currency}


def plain(value: Any) -> Any:
    """A field of an event as JSON."""
    if type(value) in AS_IT_IS:
        return value
    if isinstance(value, datetime):
        return time(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [plain(item) for item in value]
    return fields(value)  # a part of an event


def fields(said: Any, names: Iterable[str] | None = None) -> dict[str, Any]:
    """Of an event, or of a part of one, all fields as JSON, or those."""
    told = vars(said)
    return {
        name: value if type(value := told[name]) in AS_IT_IS else plain(value)
        for name in (told if names is None else names)
    }

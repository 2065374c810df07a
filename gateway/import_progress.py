"""How far an import is that still runs: its rows are written before any list shows them."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from kernel.refusal import Refusal

Json = dict[str, Any]


def progress(shown: Json, taken: Callable[[], int], at: datetime | None = None) -> Json:
    """With the rows that are written by now, asked of who writes them.

    Who follows a log lets an import pass and shows it afterwards (docs/decisions/0010): as told by
    the lists alone it would stand still, and then be over. When nobody answers, that is all.
    """
    if shown["state"] != "running":
        return shown
    try:
        written = max(shown["read"], taken())
    except Refusal:
        return shown
    if written >= shown["rows"]:
        return shown | {"written": written, "remaining_seconds": None}  # lists follow in their time
    return shown | {"written": written} | pace(shown, written, at or datetime.now(UTC))


def pace(shown: Json, written: int, at: datetime) -> Json:
    seconds = (at - datetime.fromisoformat(shown["requested_at"])).total_seconds()
    rate = written / seconds if seconds > 0 else 0.0
    left = round((shown["rows"] - written) / rate, 1) if rate else None
    return {"rows_per_second": round(rate, 1), "remaining_seconds": left}

"""How far an import is: its rows are written before any list shows them.

Who follows a log lets an import pass and shows it afterwards (docs/decisions/0010). As told by the
lists alone it would not be there at first, then stand still, and then be over.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from kernel.refusal import NotFound, Refusal

Json = dict[str, Any]
Ask = Callable[[], Json]
UNDONE = ("undoing", "undone")
UNLISTED: Json = {
    "state": "running", "phase": "writing", "ended_at": None, "failure": None, "undo": None,
    "reasons": {}, "rows_per_second": 0.0, "remaining_seconds": None,
    **dict.fromkeys(("read", "added", "updated", "unchanged", "skipped", "rejected"), 0),
}  # fmt: skip


def progress(listed: Ask, told: Ask, at: datetime | None = None) -> Json:
    """As the lists show it, and as far as who writes it has come since.

    While it is at work nothing is said when the writer does not answer: the lists know less than
    has been told already, and rows that were written do not go back.
    """
    shown = known(listed, told)
    if shown["state"] == "undone":
        return shown
    try:
        now = told()
    except Refusal:
        if shown["state"] in ("running", "undoing"):
            raise
        return shown
    if now["state"] in UNDONE:
        return shown | undoing(shown["undo"], now["undo"])
    if shown["state"] == "running":
        return shown | writing(shown, now, at or datetime.now(UTC))
    return shown


def known(listed: Ask, told: Ask) -> Json:
    """One that was asked for just now is in no list yet."""
    try:
        return listed()
    except NotFound:
        return told() | UNLISTED


def undoing(shown: Json | None, now: Json) -> Json:
    """Until the lists show that all of it is undone."""
    counted = {name: value for name, value in now.items() if name != "by"}
    before = shown or {"by": now["by"], "kept_customers": []}
    return {"state": "undoing", "phase": "undoing", "remaining_seconds": None,
            "undo": before | counted}  # fmt: skip


def writing(shown: Json, now: Json, at: datetime) -> Json:
    written = max(shown["read"], now["written"])
    if now["state"] != "running" or written >= shown["rows"]:
        return {"written": written, "phase": "listing", "remaining_seconds": None}
    return {"written": written, "phase": "writing"} | pace(shown, written, at)


def pace(shown: Json, written: int, at: datetime) -> Json:
    seconds = (at - datetime.fromisoformat(shown["requested_at"])).total_seconds()
    rate = written / seconds if seconds > 0 else 0.0
    left = round((shown["rows"] - written) / rate, 1) if rate else None
    return {"rows_per_second": round(rate, 1), "remaining_seconds": left}

"""Imports: how far each is and what came of its rows, counting what the lists show already."""

from collections import Counter
from datetime import datetime
from typing import Any, assert_never

from kernel.event import Recorded
from kernel.projection import Projection, Row
from kernel.refusal import Forbidden, NotFound
from services.analytics.asker import Asker, Condition
from services.analytics.pages import order_by, page
from services.analytics.plain import moment, time
from services.analytics.reading import Documents, find_one
from services.customer.events import (
    ImportEvent,
    ImportFailed,
    ImportFinished,
    ImportRequested,
    ImportRowsTaken,
    ImportRowsUndone,
    ImportUndone,
    ImportUndoRequested,
)

OUTCOMES = ("updated", "unchanged", "skipped", "rejected")
COUNTS = ("read", "added", *OUTCOMES)
Turn = ImportFinished | ImportFailed | ImportUndoRequested | ImportUndone
MOST_KEPT = 1_000  # customers that an undo has left alone are named
LAST_ASKED = order_by("-requested_at", {"requested_at": "requested_at"})


def evolve(row: Row, recorded: Recorded) -> Row:
    return row | facts(row, recorded.event) | {"version": recorded.version}


def facts(row: Row, event: ImportEvent) -> Row:
    match event:
        case ImportRequested():
            return requested(event)
        case ImportRowsTaken():
            return taken(row, event)
        case ImportRowsUndone():
            return {"undo": undone(row["undo"], event)}
        case _:
            return turned(event)


def turned(event: Turn) -> Row:
    """Another state."""
    at = moment(event.at)
    match event:
        case ImportFinished():
            return {"state": "finished", "ended_at": at}
        case ImportFailed():
            failure = {"reason": event.reason, "detail": event.detail}
            return {"state": "failed", "ended_at": at, "failure": failure}
        case ImportUndoRequested():
            begun = {"by": event.by, "removed": 0, "restored": 0, "kept": 0, "kept_customers": []}
            return {"state": "undoing", "undo": begun}
        case ImportUndone():
            return {"state": "undone", "undone_at": at}
        case _:
            assert_never(event)


def requested(event: ImportRequested) -> Row:
    at = moment(event.at)
    return {
        "state": "running",
        "file": event.file,
        "size": event.size,
        "rows": event.rows,
        "mapping": [{"header": one.header, "field": one.field} for one in event.columns],
        "policy": event.policy,
        "pool": event.pool,
        "dry_run": event.dry_run,
        "by": event.by,
        "requested_at": at,
        "last_at": at,
        "ended_at": None,
        "undone_at": None,
        "failure": None,
        "undo": None,
        "reasons": {},
        **dict.fromkeys(COUNTS, 0),
    }


def taken(row: Row, event: ImportRowsTaken) -> Row:
    outcomes = Counter(told.outcome for told in event.told)
    reasons = Counter(told.reason for told in event.told if told.reason)
    return {
        "read": row["read"] + event.rows,
        "added": row["added"] + event.added,
        **{name: row[name] + outcomes[name] for name in OUTCOMES},
        "reasons": dict(Counter(row["reasons"]) + reasons),
        "last_at": moment(event.at),
    }


def undone(before: Row, event: ImportRowsUndone) -> Row:
    kept = [
        {"customer_id": one.customer_id, "reason": one.reason, "what": one.what}
        for one in event.kept
    ]
    return before | {
        "removed": before["removed"] + event.removed,
        "restored": before["restored"] + event.restored,
        "kept": before["kept"] + len(kept),
        "kept_customers": [*before["kept_customers"], *kept][:MOST_KEPT],
    }


IMPORTS = Projection(
    "imports",
    ImportEvent,
    lambda recorded: str(recorded.event.import_id),
    evolve,
    indexes=([("requested_at", -1), ("_id", -1)],),
)


def imports(
    rows: Documents, asker: Asker, limit: int | None = None, cursor: str | None = None
) -> dict[str, Any]:
    """One page, last asked for first."""
    found, following = page(rows, seen(asker), LAST_ASKED, limit, cursor)
    return {"items": [shown(row) for row in found], "next": following}


def read_import(rows: Documents, asker: Asker, import_id: str) -> dict[str, Any]:
    row = find_one(rows, {"$and": [{"_id": import_id}, seen(asker)]})
    if row is None:
        raise NotFound(what="import", id=import_id)
    return shown(row)


def seen(asker: Asker) -> Condition:
    """What was asked for by people whose records they see, themselves among them."""
    if not asker.leads:
        raise Forbidden("role-not-allowed", "only a manager sees imports")
    return asker.own("by")


def shown(row: Row) -> dict[str, Any]:
    times = {name: time(row[name]) for name in ("requested_at", "ended_at", "undone_at")}
    told = {name: value for name, value in row.items() if name not in ("_id", "last_at")}
    seen = {"id": row["_id"], "written": row["read"]}
    return seen | told | times | {"phase": phase(row)} | pace(row, row["last_at"])


def phase(row: Row) -> str | None:
    """As far as it is known here: rows are written before they are shown."""
    if row["state"] == "running":
        return "writing" if row["read"] < row["rows"] else "listing"
    return "undoing" if row["state"] == "undoing" else None


def pace(row: Row, last_at: datetime) -> dict[str, Any]:
    """Rows a second so far, and how many seconds the others will take at that."""
    seconds = (last_at - row["requested_at"]).total_seconds()
    rate = row["read"] / seconds if seconds > 0 else 0.0
    left = (row["rows"] - row["read"]) / rate if phase(row) == "writing" and rate else None
    return {
        "rows_per_second": round(rate, 1),
        "remaining_seconds": None if left is None else round(left, 1),
    }

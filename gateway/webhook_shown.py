"""How a webhook stands, as JSON: what the log says of it, and the sender's row."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from gateway.sending.standing import Standing
from gateway.webhook_remembered import Webhook
from kernel.rfc3339 import dump_time


def shown(hook: Webhook, standing: Standing) -> dict[str, Any]:
    """What has failed in a turn before this one does not count."""
    current = standing if standing.turn == hook.turn else Standing(sources=standing.sources)
    return {
        "id": hook.id,
        "version": hook.version,
        "name": hook.name,
        "url": hook.url,
        "events": list(hook.events),
        "personal": hook.personal,
        "by": hook.by,
        "at": dump_time(hook.at),
        "state": state(hook, current),
        "paused": hook.paused or None,
        "paused_at": told(hook.paused_at),
        "failing_since": told(moment(current.failing_since)),
        "next_try_at": None if hook.paused else told(moment(current.rest_until)),
        "status": current.status,
        "error": current.error,
        "taken": taken(hook, standing),
        "both_until": told(hook.until),
    }


def state(hook: Webhook, standing: Standing) -> str:
    if hook.paused:
        return "paused"
    return "failing" if standing.failing_since else "active"


def taken(hook: Webhook, standing: Standing) -> list[str]:
    """As receipts say positions; where somebody said to begin, until the sender has done so."""
    found = []
    for source in hook.sources:
        row, mark = standing.sources.get(source), hook.marks[source]
        begun = row is not None and row["mark"] >= mark.number
        found.append(f"{source}:{row['position'] if row and begun else mark.after}")
    return found


def moment(seconds: float | None) -> datetime | None:
    return datetime.fromtimestamp(seconds, UTC) if seconds else None


def told(at: datetime | None) -> str | None:
    return dump_time(at) if at else None


def delivery(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: dump_time(value) if isinstance(value, datetime) else value
        for name, value in row.items()
    }

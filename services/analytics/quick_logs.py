"""The templates of quick logs, a row for each key of each who has one: which key does what."""

from collections.abc import Iterable, Sequence
from typing import Any

from kernel.event import Recorded
from kernel.projection import Projection, Row
from services.activity.events import TemplateEvent, TemplateRetired
from services.analytics.pages import Order
from services.analytics.plain import fields
from services.analytics.reading import Documents, find

COMPANY = "company"
MOST = 5_000  # keys of a person, all teams above and the company
SHOWN = (
    "scope", "holder", "key", "version", "name", "text", "channel", "outcome",
    "next_contact_days", "working_day", "effects", "reached",
)  # fmt: skip
BY_KEY = Order("_id", "_id")
Holder = tuple[str, str]  # scope, whose


def key(recorded: Recorded) -> str:
    event: TemplateEvent = recorded.event
    return f"{event.scope}/{event.holder}/{event.key}"


def evolve(row: Row, recorded: Recorded) -> Row | None:
    event: TemplateEvent = recorded.event
    if isinstance(event, TemplateRetired):
        return None
    return row | fields(event, SHOWN)


QUICK_LOGS = Projection(
    "quick_logs", TemplateEvent, key, evolve, indexes=([("holder", 1), ("scope", 1)],)
)


def bound(rows: Documents, holders: Sequence[Holder]) -> dict[str, Any]:
    """For each key the template of the first of these who has one."""
    rank = {holder: place for place, holder in enumerate(holders)}
    found = sorted(of(rows, holders), key=lambda row: rank[row["scope"], row["holder"]])
    first: dict[str, Row] = {}
    for row in found:
        first.setdefault(row["key"], row)
    return shown(first.values())


def held(rows: Documents, holder: Holder) -> dict[str, Any]:
    """All that one of them has."""
    return shown(of(rows, [holder]))


def of(rows: Documents, holders: Sequence[Holder]) -> list[Row]:
    either = [{"scope": scope, "holder": whose} for scope, whose in holders]
    return find(rows, {"$or": either}, BY_KEY.sort, MOST)


def shown(rows: Iterable[Row]) -> dict[str, Any]:
    """As keys lie: digits, letters, and those named F1 to F12."""
    items = [{name: row[name] for name in SHOWN} for row in rows]
    items.sort(key=lambda item: (len(item["key"]), item["key"]))
    return {"items": items, "next": None}

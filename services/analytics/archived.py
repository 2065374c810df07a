"""The archive in the directory: out of all lists, and found when it is asked for."""

from typing import Any

from kernel.projection import Row
from services.analytics.facets import having
from services.analytics.parameters import one_of
from services.analytics.plain import NO_DATE, moment
from services.customer.events import CustomerArchived, Handed

Condition = dict[str, Any]
TIME = "archived_at"
SHOWN = ("archived_by", "archive_reason")
NOT: Row = {
    "archived": False, TIME: NO_DATE, "archived_by": None, "archive_reason": None, "kept_in": None,
}  # fmt: skip


def told(event: Handed) -> Row:
    if not isinstance(event, CustomerArchived):
        return NOT
    return {
        "archived": True,
        TIME: moment(event.at),
        "archived_by": event.by,
        "archive_reason": event.reason,
        "kept_in": event.pool_before,
    }


def only(wanted: str) -> Condition:
    """What is archived is in no list, unless it is what is wanted; missing is as false."""
    archived = one_of("archived", wanted, ("true", "false")) == "true"
    return having("archived", "true") if archived else {"archived": {"$ne": True}}


def seen_by(event: Any) -> list[str]:
    """What is archived is seen as its owner's of then; nobody's, by anybody."""
    kept = isinstance(event, CustomerArchived) and event.owner_before
    return [kept] if kept else []

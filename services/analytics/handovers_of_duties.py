"""A handover's tasks and appointments: what its row tells, from the log of activity alone."""

from kernel.projection import Row
from services.activity.events import DutiesGivenBack, DutiesHandedOver

COUNTS = ("tasks", "appointments", "clashes")


def unheard(awaited: bool) -> Row:
    """Nothing has happened to them; if `awaited`, something will."""
    return {
        "state": "waiting" if awaited else "none",
        **dict.fromkeys(COUNTS, 0),
        "given_back": dict.fromkeys(COUNTS, 0),
        "not_returned": {},
        "kept": [],
    }


def after(before: Row | None, event: DutiesHandedOver | DutiesGivenBack) -> Row:
    row = before or unheard(awaited=True)
    counts = {name: getattr(event, name) for name in COUNTS}
    if isinstance(event, DutiesHandedOver):
        return row | counts | {"state": "ended"}
    return row | {
        "state": "undone",
        "given_back": counts,
        "not_returned": {one.reason: one.count for one in event.not_returned},
        "kept": [vars(one) for one in event.kept],
    }

"""A customer changed hands: what follows from it, also before ladder and contact have reacted.

Each source keeps fields of its own in a row and says under which hands it spoke; whether that is
out of date is decided by whoever reads, in Python for one row and in MongoDB for all of them. A
field that is missing is that of a row which nothing of the kind has happened to.
"""

from datetime import datetime
from typing import Any

from kernel.event import Recorded
from kernel.projection import Row
from services.activity.events import ContactReset, FollowUpLogged
from services.analytics.asker import ANYBODY
from services.analytics.plain import NEVER, moment
from services.customer.events import LetGo
from services.pipeline.events import LadderEvent

Condition = dict[str, Any]

UNCHANGED: Row = {
    "released": 0, "handed_at": NEVER,  # by the customer's log: position and time
    "ladder_ownership": 0,  # by the ladder: position of the ownership that it knew of
    "stage_since": NEVER,  # by the ladder
    "entered_at": NEVER, "reset_at": NEVER,  # by the contact
}  # fmt: skip
STALE_STAGE = {"$lt": ["$ladder_ownership", "$released"]}
STALE_CONTACT = {
    "$and": [{"$lt": ["$entered_at", "$handed_at"]}, {"$lt": ["$reset_at", "$handed_at"]}]
}
OWNED = {"$gt": ["$owner", None]}
LADDER_RUNG = {"$cond": [STALE_STAGE, "pool", {"$ifNull": ["$stage", "pool"]}]}
RUNG = {"$cond": [{"$and": [OWNED, {"$eq": [LADDER_RUNG, "pool"]}]}, "claimed", LADDER_RUNG]}


def handed(recorded: Recorded) -> Row:
    """For a customer that passes from one to the next, or into a pool."""
    told = {"handed_at": moment(recorded.event.at)}
    released = isinstance(recorded.event, LetGo)
    return told | ({"released": recorded.position} if released else {})


def climbed(event: LadderEvent) -> Row:
    return {"stage": event.to, "ladder_ownership": event.ownership}


def stepped(event: LadderEvent) -> Row:
    """With since when, for a row that tells it."""
    return climbed(event) | {"stage_since": moment(event.at)}


def entered(row: Row, event: FollowUpLogged) -> Row:
    return {"entered_at": max(row["entered_at"], moment(event.entered_at))}


def reset(row: Row, event: ContactReset) -> Row:
    return {"reset_at": max(row["reset_at"], moment(event.at))}


def stage(row: Row) -> str:
    """A release leads to the pool, a claim out of it to `claimed`, whatever the ladder says yet."""
    known = UNCHANGED | row
    on_ladder = "pool" if known["ladder_ownership"] < known["released"] else str(row["stage"])
    return rung(on_ladder, bool(row["owner"]))


def stage_since(row: Row) -> datetime:
    """When it came to the rung that `stage` answers; of what no ladder has told, when it changed
    hands, or was registered.
    """
    known = UNCHANGED | row
    told: datetime = known["stage_since"] if stage(row) == row["stage"] else NEVER
    handed: datetime = max(known["handed_at"], known.get("registered_at") or NEVER)
    stale = known["ladder_ownership"] < known["released"]
    return handed if stale or told == NEVER else told


def rung(on_ladder: str, owned: bool) -> str:
    """With an owner a customer stands on `claimed` at least."""
    return "claimed" if owned and on_ladder == "pool" else on_ladder


def contact_status(row: Row) -> str:
    """A follow-up that was written down before the customer changed hands counts no more."""
    known = UNCHANGED | row
    stale = max(known["entered_at"], known["reset_at"]) < known["handed_at"]
    return "not_followed_up" if stale else str(row["contact_status"])


def standing(rung: str) -> Condition:
    """The rows that `stage` answers with this rung."""
    here: Condition = {"stage": rung, "$expr": {"$not": [STALE_STAGE]}}
    pool: Condition = {"$or": [{"stage": "pool"}, {"released": {"$gt": 0}, "$expr": STALE_STAGE}]}
    if rung == "pool":
        return {"owner": None, "seen_by": ANYBODY} | pool
    if rung == "claimed":
        return {"$or": [here, {"owner": {"$ne": None}} | pool]}
    return here


def contacted(status: str) -> Condition:
    """The rows that `contact_status` answers with this status."""
    if status == "followed_up":
        return {"contact_status": status, "$expr": {"$not": [STALE_CONTACT]}}
    return {"$or": [{"contact_status": status}, {"$expr": STALE_CONTACT}]}

"""Who works here, in which team: what figures are cut by, and who has none of them."""

from collections.abc import Collection, Mapping
from typing import Any

from gateway.events import PersonAdded, PersonDeactivated, PersonEvent, PersonReactivated
from kernel.event import Recorded
from kernel.projection import Projection, Row
from services.analytics.asker import Asker
from services.analytics.reading import Documents, find

MOST = 2_000  # of a small or medium company
SALES = "sales"


def evolve(row: Row, recorded: Recorded) -> Row:
    return row | told(recorded.event)


def told(event: PersonEvent) -> Row:
    """Of whatever an event says, what is kept here, by the name it has there."""
    kept = {name: value for name, value in vars(event).items() if name in ("name", "role", "team")}
    match event:
        case PersonAdded() | PersonReactivated():
            return kept | {"active": True}
        case PersonDeactivated():
            return {"active": False}
        case _:
            return kept


STAFF = Projection("staff", PersonEvent, lambda recorded: str(recorded.event.person), evolve)


def teams(rows: Documents, above: Mapping[str, str] | None = None) -> Mapping[str, str | None]:
    """Each person's team as it is today, or the one above that it is told as.

    Who is not in the organisation has none.
    """
    found = {row["_id"]: row.get("team") for row in find(rows, {}, [("_id", 1)], MOST)}
    return {who: (above or {}).get(team or "", team) for who, team in found.items()}


def sellers(rows: Documents, asker: Asker) -> Collection[str]:
    """The active salespeople whose records the asker sees."""
    match: dict[str, Any] = {"$and": [{"active": True, "role": SALES}, asker.own("_id")]}
    return [row["_id"] for row in find(rows, match, [("_id", 1)], MOST)]

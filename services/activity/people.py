"""Who works here, in which team and who leads whom, as far as this service has heard."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, assert_never

from gateway import events as gateway
from gateway.events import (
    PersonAdded,
    PersonDeactivated,
    PersonMoved,
    PersonReactivated,
    RoleGiven,
    TeamDissolved,
    TeamFormed,
    TeamMoved,
    VisibilityGiven,
)
from kernel.codec import Codec
from kernel.event import Recorded
from kernel.group import Group
from kernel.projection import Projection, Row
from services import staff
from services.rights import LEADS

FIELDS = ("active", "role", "visibility", "team")
DEEPEST = 50  # teams above each other
StaffEvent = (
    PersonAdded | PersonMoved | RoleGiven | VisibilityGiven | PersonDeactivated | PersonReactivated
)


@dataclass(frozen=True)
class Person:
    """Somebody the organisation does not know (a script, say) is active and in no team."""

    login: str
    known: bool = False
    active: bool = True
    role: str | None = None
    visibility: str = "own"
    team: str | None = None

    @property
    def leads(self) -> bool:
        """Those of their team and below, if they see what is theirs."""
        return self.active and self.role in LEADS and self.visibility != "own"


def told(row: Row, recorded: Recorded) -> Row:
    return row | said(recorded.event)


def said(event: StaffEvent) -> Row:
    match event:
        case PersonAdded():
            hired = {"role": event.role, "visibility": event.visibility, "team": event.team}
            return {"active": True} | hired
        case PersonMoved():
            return {"team": event.team}
        case RoleGiven():
            return {"role": event.role}
        case VisibilityGiven():
            return {"visibility": event.visibility}
        case PersonDeactivated() | PersonReactivated():
            return {"active": isinstance(event, PersonReactivated)}
        case _:
            assert_never(event)


def placed(row: Row, recorded: Recorded) -> Row | None:
    event = recorded.event
    return None if isinstance(event, TeamDissolved) else row | {"parent": event.parent}


STAFF = Projection(
    "people",
    StaffEvent,
    lambda recorded: str(recorded.event.person),
    told,
    indexes=([("team", 1)],),
)
TEAMS = Projection(
    "teams",
    TeamFormed | TeamMoved | TeamDissolved,
    lambda recorded: str(recorded.event.team),
    placed,
    indexes=([("parent", 1)],),
)
PEOPLE = Group(
    "people", "activity", (STAFF, TEAMS), {"gateway": Codec(gateway.Event, gateway.UPCASTS)}
)


def person(rows: Any, login: str) -> Person:
    return of_row(rows.collection(STAFF).find_one({"_id": login}) or {"_id": login})


def gone(rows: Any, people: Iterable[str]) -> frozenset[str]:
    """Those of them who have been deactivated: `services.staff.require_active` refuses them."""
    return staff.inactive(rows.collection(STAFF), people)


def strangers(rows: Any, people: Iterable[str]) -> frozenset[str]:
    return staff.strangers(rows.collection(STAFF), people)


def members(rows: Any, team: str) -> frozenset[str]:
    """Who belongs to a team or one below it, those who have left included."""
    found = rows.collection(STAFF).find({"team": {"$in": sorted(below(rows, team))}})
    return frozenset(row["_id"] for row in found)


def leaders(rows: Any, login: str) -> list[list[str]]:
    """Who leads somebody: first those who are next, then those above them, and so on.

    They lead the person's team or one above it; at the top stands who leads and is in no team.
    """
    teams: list[str | None] = [*above(rows, person(rows, login).team), None]
    found = rows.collection(STAFF).find({"team": {"$in": teams}, "role": {"$in": sorted(LEADS)}})
    leading = [one for one in map(of_row, found) if one.leads and one.login != login]
    rungs = (sorted(one.login for one in leading if one.team == team) for team in teams)
    return [rung for rung in rungs if rung]


def above(rows: Any, team: str | None) -> list[str]:
    """A team, the one it belongs to, and so on to the top."""
    found: list[str] = []
    while team is not None and team not in found and len(found) < DEEPEST:
        found.append(team)
        row = rows.collection(TEAMS).find_one({"_id": team})
        team = row["parent"] if row else None
    return found


def below(rows: Any, team: str) -> set[str]:
    found, level = {team}, {team}
    while level:
        teams = rows.collection(TEAMS).find({"parent": {"$in": sorted(level)}})
        level = {row["_id"] for row in teams} - found
        found |= level
    return found


def of_row(row: Row) -> Person:
    told = {name: row[name] for name in FIELDS if name in row}
    return Person(row["_id"], known=bool(told), **told)

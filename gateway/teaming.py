"""The tree of teams: formed, renamed, put below another, dissolved."""

from datetime import datetime

from gateway.events import TeamDissolved, TeamEvent, TeamFormed, TeamMoved, TeamRenamed
from gateway.organisation import Organisation
from kernel import Rejected

DEEPEST = 20  # teams above each other


def form(
    organisation: Organisation, id: str, name: str, parent: str | None, by: str, at: datetime
) -> list[TeamEvent]:
    require_room(organisation, name, parent)
    return [TeamFormed(id, name, parent, by, at)]


def rename(
    organisation: Organisation, id: str, name: str, by: str, at: datetime
) -> list[TeamEvent]:
    known = organisation.team(id)
    if known.name == name:
        return []
    require_room(organisation, name, known.parent)
    return [TeamRenamed(id, name, by, at)]


def move(
    organisation: Organisation, id: str, parent: str | None, by: str, at: datetime
) -> list[TeamEvent]:
    known = organisation.team(id)
    if known.parent == parent:
        return []
    require_room(organisation, known.name, parent)
    if id in organisation.above(parent):
        raise Rejected("circle-of-teams", f"{known.name} would stand below itself")
    return [TeamMoved(id, parent, known.parent, by, at)]


def dissolve(organisation: Organisation, id: str, by: str, at: datetime) -> list[TeamEvent]:
    known = organisation.team(id)
    below = [team.name for team in organisation.teams.values() if team.parent == id]
    members = [one.login for one in organisation.people.values() if one.team == id]
    if below or members:
        raise Rejected(
            "team-not-empty",
            f"move first what belongs to {known.name}",
            teams=below,
            people=members[:100],
        )
    return [TeamDissolved(id, by, at)]


def require_room(organisation: Organisation, name: str, parent: str | None) -> None:
    """Below an existing team, not too deep, and with no sister of the same name."""
    if parent is not None:
        organisation.team(parent)
    if len(list(organisation.above(parent))) >= DEEPEST:
        raise Rejected("too-deep", f"at most {DEEPEST} teams stand above each other")
    sisters = {team.name for team in organisation.teams.values() if team.parent == parent}
    if name in sisters:
        raise Rejected("already-exists", f"there is a team {name} in the same place")

"""Who belongs to a team and those below it, by name: what a query about a team stands for."""

from gateway.organisation import Organisation
from kernel.refusal import NotFound


def members(organisation: Organisation, team: str) -> list[str]:
    """NotFound for a team that is not there, or has nobody."""
    organisation.team(team)
    everybody = organisation.people.values()
    found = sorted(one.login for one in everybody if team in organisation.above(one.team))
    if not found:
        raise NotFound("not-found", "nobody belongs to this team", what="team", id=team)
    return found

"""A query about a team, as the services are asked it: they are told who its people are."""

from typing import Any

from gateway.callers import Callers
from gateway.fields import Text
from gateway.team_members import members

LONGEST = 100  # characters of an id


def team_text() -> Text:
    return Text(
        LONGEST, metadata={"description": "id: only people of this team and those below it"}
    )


def of_team(callers: Callers, filters: dict[str, Any]) -> dict[str, Any]:
    """Raises NotFound for a team that is not there, or has nobody."""
    told = dict(filters)
    if team := told.pop("team", None):
        told["people"] = members(callers.organisation, team)
    return told

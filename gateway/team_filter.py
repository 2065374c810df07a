"""A query about a team, as the services are asked it: they are told who its people are."""

from typing import Any

from gateway.callers import Callers
from gateway.fields import Text
from gateway.organisation import Organisation
from gateway.queries import Whole
from gateway.team_members import members
from gateway.teaming import DEEPEST
from kernel.refusal import Invalid

LONGEST = 100  # characters of an id


def team_text() -> Text:
    return Text(
        LONGEST, metadata={"description": "id: only people of this team and those below it"}
    )


def depth_number() -> Whole:
    says = "with `by=team`: those below are told as their team of this depth, 1 is the top"
    return Whole(1, DEEPEST, metadata={"description": says})


def of_team(callers: Callers, filters: dict[str, Any]) -> dict[str, Any]:
    """Raises NotFound for a team that is not there, or has nobody; Invalid for a depth of none."""
    told = dict(filters)
    if team := told.pop("team", None):
        told["people"] = members(callers.organisation, team)
    if (deep := told.pop("depth", None)) is not None:
        if told.get("by") != "team":
            message = "is asked with `by=team`"
            raise Invalid(errors=[{"field": "depth", "message": message}])
        told["above"] = above(callers.organisation, deep)
    return told


def above(organisation: Organisation, deep: int) -> dict[str, str]:
    """Of each team that stands deeper, the one above it that does not."""
    lines = {team: [*organisation.above(team)][::-1] for team in organisation.teams}
    return {team: line[deep - 1] for team, line in lines.items() if len(line) > deep}

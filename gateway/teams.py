"""Teams over HTTP: a tree that is formed, renamed, moved about and dissolved."""

from typing import Any
from uuid import NAMESPACE_OID, uuid5

from marshmallow import fields

from gateway import teaming
from gateway.answers import Record, Shown
from gateway.asked import Asked
from gateway.fields import Text
from gateway.http import get, post
from gateway.names import Title
from gateway.organising import Organising
from gateway.routes import ADMINISTRATORS, EVERY_ROLE
from gateway.shape import Query, Shape

PATH = "/v1/teams/<team_id>"


class FormTeam(Shape):
    name = Title(100, required=True)
    parent = Text(100, metadata={"description": "id of the team above; none at the top"})


class RenameTeam(Shape):
    name = Title(100, required=True)


class MoveTeam(Shape):
    parent = Text(100, metadata={"description": "id of the team above; to the top if not given"})


class TeamShown(Shown):
    id = fields.String(required=True)
    name = fields.String(required=True)
    parent = fields.String(required=True, allow_none=True)
    members = fields.List(fields.String(), required=True)


class TeamsShown(Shown):
    items = fields.List(fields.Nested(TeamShown), required=True)


class TeamRoutes(Organising):
    @post("/v1/teams", roles=ADMINISTRATORS, body=FormTeam)
    def form_team(self, asked: Asked) -> Any:
        """Form a team, at the top or below another one."""
        body = {"parent": None, **asked.body}
        id = str(uuid5(NAMESPACE_OID, asked.context.command_id))  # asked again: the same team
        return self._organise(asked, teaming.form, id, **body)

    @post(f"{PATH}/rename", roles=ADMINISTRATORS, body=RenameTeam)
    def rename_team(self, asked: Asked, team_id: str) -> Any:
        """Call a team otherwise."""
        return self._organise(asked, teaming.rename, team_id, **asked.body)

    @post(f"{PATH}/move", roles=ADMINISTRATORS, body=MoveTeam)
    def move_team(self, asked: Asked, team_id: str) -> Any:
        """Put a team below another one, or at the top."""
        return self._organise(asked, teaming.move, team_id, parent=asked.body.get("parent"))

    @post(f"{PATH}/dissolve", roles=ADMINISTRATORS)
    def dissolve_team(self, asked: Asked, team_id: str) -> Any:
        """Dissolve a team that has neither people nor teams left."""
        return self._organise(asked, teaming.dissolve, team_id)

    @get("/v1/teams", roles=EVERY_ROLE, query=Query, answer=Record(TeamsShown))
    def find_teams(self, asked: Asked) -> Any:
        """The tree of teams, each with its members."""
        organisation = self._organisation()
        members: dict[str | None, list[str]] = {}
        for login, person in sorted(organisation.people.items()):
            members.setdefault(person.team, []).append(login)
        every = sorted(organisation.teams.values(), key=lambda team: (team.name, team.id))
        return {"items": [vars(team) | {"members": members.get(team.id, [])} for team in every]}

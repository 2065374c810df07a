"""People over HTTP: added, moved, given a role, deactivated; listed for whoever works here."""

from datetime import UTC, datetime
from typing import Any

from gateway import staffing
from gateway.account import require_no_demotion
from gateway.answers import Record
from gateway.api_key import API_KEYS
from gateway.api_key import COMPANY as KEYS
from gateway.asked import Asked
from gateway.fields import Choice, Flag, Text
from gateway.http import get, post
from gateway.identity import Identity
from gateway.keys_left import TellingKeys, left
from gateway.names import Person as Login
from gateway.names import Title
from gateway.organising import Organising
from gateway.people_shown import PeopleShown, PersonShown, belongs, shown
from gateway.routes import ADMINISTRATORS, EVERY_ROLE, require_person
from gateway.shape import Query, Shape
from gateway.tokens import ROLES

PATH = "/v1/people/<person>"
TEAM = 100  # characters of an id


class AddPerson(Shape):
    login = Login(required=True, metadata={"description": "what they sign in with"})
    name = Title(200, metadata={"description": "as colleagues call them"})
    role = Choice(*ROLES, required=True)
    visibility = Choice(
        *staffing.VISIBILITIES, says="whose customers they see; if not given, all but for sales"
    )
    team = Text(TEAM, metadata={"description": "id of a team"})


class RenamePerson(Shape):
    name = Title(200, required=True)


class MovePerson(Shape):
    team = Text(TEAM, metadata={"description": "id of a team; into none if not given"})


class GiveRole(Shape):
    role = Choice(*ROLES, required=True)


class GiveVisibility(Shape):
    visibility = Choice(*staffing.VISIBILITIES, required=True)


class GiveExportRight(Shape):
    allowed = Flag(required=True, metadata={"description": "whether they may take lists away"})


class DeactivatePerson(Shape):
    reason = Text(1000, required=True)


class FindPeople(Query):
    team = Text(TEAM, metadata={"description": "of this team and those below it"})


class PeopleRoutes(Organising):
    identity = Identity()

    @post("/v1/people", roles=ADMINISTRATORS, body=AddPerson)
    def add_person(self, asked: Asked) -> Any:
        """Let somebody work here.

        `already-exists`: somebody has this login, or one that reads the same (Ann, ann). The first
        administrator is one already, and can be added only as such.
        """
        body = {"name": None, "visibility": None, "team": None, **asked.body}
        login = body.pop("login")
        if body["role"] == "admin":
            require_person(asked.caller)
        require_no_demotion(self.identity.account(login), login, body["role"])
        return self._organise(asked, staffing.add, login, **body)

    @post(f"{PATH}/rename", roles=ADMINISTRATORS, body=RenamePerson)
    def rename_person(self, asked: Asked, person: str) -> Any:
        """Call somebody otherwise; the login stays."""
        return self._organise(asked, staffing.rename, person, **asked.body)

    @post(f"{PATH}/move", roles=ADMINISTRATORS, body=MovePerson)
    def move_person(self, asked: Asked, person: str) -> Any:
        """Put somebody into a team, or into none."""
        return self._organise(asked, staffing.move, person, team=asked.body.get("team"))

    @post(f"{PATH}/role", roles=ADMINISTRATORS, body=GiveRole, answer=TellingKeys())
    def give_role(self, asked: Asked, person: str) -> Any:
        """Give somebody another role, and with it the visibility that is usual for it.

        `api_keys` are those of their making, which keep the roles that they were made for.
        """
        require_person(asked.caller)
        receipt = self._organise(asked, staffing.give_role, person, **asked.body)
        return self._with_keys(receipt, person)

    @post(f"{PATH}/visibility", roles=ADMINISTRATORS, body=GiveVisibility)
    def give_visibility(self, asked: Asked, person: str) -> Any:
        """Say whose customers somebody sees: own, those of the team and below, or all."""
        require_person(asked.caller)
        return self._organise(asked, staffing.give_visibility, person, **asked.body)

    @post(f"{PATH}/export-right", roles=ADMINISTRATORS, body=GiveExportRight)
    def give_export_right(self, asked: Asked, person: str) -> Any:
        """Say whether somebody may take whole lists away; nobody may until it is said."""
        require_person(asked.caller)
        return self._organise(asked, staffing.give_export_right, person, **asked.body)

    @post(f"{PATH}/deactivate", roles=ADMINISTRATORS, body=DeactivatePerson, answer=TellingKeys())
    def deactivate_person(self, asked: Asked, person: str) -> Any:
        """Somebody has left: signs in no more, and receives nothing. Customers: see handovers.

        `api_keys` are those of their making: programs go on with them. Revoke what they may have
        taken along (`/v1/api-keys/{key_id}/revoke`).
        """
        receipt = self._organise(asked, staffing.deactivate, person, **asked.body)
        self.identity.sessions.end_all(person, datetime.now(UTC))
        return self._with_keys(receipt, person)

    @post(f"{PATH}/reactivate", roles=ADMINISTRATORS)
    def reactivate_person(self, asked: Asked, person: str) -> Any:
        """Somebody is back."""
        require_person(asked.caller)
        return self._organise(asked, staffing.reactivate, person)

    @get("/v1/people", roles=EVERY_ROLE, query=FindPeople, answer=Record(PeopleShown))
    def find_people(self, asked: Asked) -> Any:
        """Everybody who works or worked here, by login."""
        organisation, team = self._organisation(), asked.query.get("team")
        everybody = sorted(organisation.people.values(), key=lambda one: one.login)
        wanted = [one for one in everybody if belongs(organisation, one, team)]
        return {"items": [shown(one) for one in wanted]}

    @get(PATH, roles=EVERY_ROLE, query=Query, answer=Record(PersonShown))
    def read_person(self, asked: Asked, person: str) -> Any:
        """One person."""
        return shown(self._organisation().person(person))

    def _with_keys(self, receipt: dict[str, Any], person: str) -> dict[str, Any]:
        keys = self.log.states.newest(API_KEYS, KEYS)
        return receipt | {"api_keys": left(keys, person, datetime.now(UTC))}

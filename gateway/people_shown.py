"""People as they are told to colleagues."""

from typing import Any

from marshmallow import fields

from gateway import staffing
from gateway.answers import Shown
from gateway.organisation import Organisation, Person
from gateway.tokens import ROLES


class PersonShown(Shown):
    login = fields.String(required=True)
    name = fields.String(required=True)
    role = fields.String(required=True, metadata={"enum": list(ROLES)})
    visibility = fields.String(required=True, metadata={"enum": list(staffing.VISIBILITIES)})
    team = fields.String(required=True, allow_none=True)
    active = fields.Boolean(required=True)
    exports = fields.Boolean(
        required=True, metadata={"description": "whether they may take whole lists away"}
    )


class PeopleShown(Shown):
    items = fields.List(fields.Nested(PersonShown), required=True)


def belongs(organisation: Organisation, one: Person, team: str | None) -> bool:
    return team is None or team in organisation.above(one.team)


def shown(person: Person) -> dict[str, Any]:
    return dict(vars(person))

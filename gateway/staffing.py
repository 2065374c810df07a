"""Who works here: people are added, renamed, moved, given a role, deactivated and taken back."""

from datetime import datetime
from unicodedata import normalize

from gateway.events import (
    ExportRightGiven,
    PersonAdded,
    PersonDeactivated,
    PersonEvent,
    PersonMoved,
    PersonReactivated,
    PersonRenamed,
    RoleGiven,
    VisibilityGiven,
)
from gateway.organisation import Organisation
from kernel import Rejected

VISIBILITIES = ("own", "team", "all")
RESERVED = "api-key/"  # as what programs act
USUAL = {"sales": "own", "manager": "all", "admin": "all"}  # visibility that goes with a role
EXPORTING = frozenset({"manager", "admin"})  # roles of programs and scripts that may export


def add(
    organisation: Organisation,
    person: str,
    name: str | None,
    role: str,
    visibility: str | None,
    team: str | None,
    by: str,
    at: datetime,
) -> list[PersonEvent]:
    if person in organisation.people:
        raise Rejected("already-exists", f"{person} is here already", id=person)
    if like := alike(organisation, person):
        raise Rejected("already-exists", f"{like} is here already, and reads the same", id=like)
    if person.startswith(RESERVED):
        raise Rejected("login-reserved", f"{RESERVED}… are programs: choose another login")
    require_team(organisation, team)
    sees = visibility or USUAL[role]
    return [PersonAdded(person, name or person, role, sees, team, by, at)]


def alike(organisation: Organisation, login: str) -> str | None:
    """Who would be taken for them: nobody types in full width, or looks at capitals."""
    same = reading(login)
    return next((one for one in organisation.people if reading(one) == same), None)


def reading(login: str) -> str:
    return normalize("NFKC", login).casefold()


def rename(
    organisation: Organisation, person: str, name: str, by: str, at: datetime
) -> list[PersonEvent]:
    if organisation.person(person).name == name:
        return []
    return [PersonRenamed(person, name, by, at)]


def move(
    organisation: Organisation, person: str, team: str | None, by: str, at: datetime
) -> list[PersonEvent]:
    known = organisation.person(person)
    require_team(organisation, team)
    return [] if known.team == team else [PersonMoved(person, team, known.team, by, at)]


def give_role(
    organisation: Organisation, person: str, role: str, by: str, at: datetime
) -> list[PersonEvent]:
    """With a new role comes its usual visibility; give another one afterwards."""
    known = organisation.person(person)
    if known.role == role:
        return []
    require_other_administrator(organisation, person)
    given: list[PersonEvent] = [RoleGiven(person, role, known.role, by, at)]
    if known.visibility != USUAL[role]:
        given.append(VisibilityGiven(person, USUAL[role], known.visibility, by, at))
    return given


def give_visibility(
    organisation: Organisation, person: str, visibility: str, by: str, at: datetime
) -> list[PersonEvent]:
    known = organisation.person(person)
    if known.visibility == visibility:
        return []
    return [VisibilityGiven(person, visibility, known.visibility, by, at)]


def give_export_right(
    organisation: Organisation, person: str, allowed: bool, by: str, at: datetime
) -> list[PersonEvent]:
    if organisation.person(person).exports == allowed:
        return []
    return [ExportRightGiven(person, allowed, by, at)]


def deactivate(
    organisation: Organisation, person: str, reason: str, by: str, at: datetime
) -> list[PersonEvent]:
    if not organisation.person(person).active:
        return []
    require_other_administrator(organisation, person)
    return [PersonDeactivated(person, reason, by, at)]


def reactivate(organisation: Organisation, person: str, by: str, at: datetime) -> list[PersonEvent]:
    return [] if organisation.person(person).active else [PersonReactivated(person, by, at)]


def require_team(organisation: Organisation, team: str | None) -> None:
    if team is not None:
        organisation.team(team)


def require_other_administrator(organisation: Organisation, person: str) -> None:
    """Without the last one nobody could be made an administrator again."""
    if organisation.administrators() == {person}:
        raise Rejected(
            "last-administrator",
            f"{person} is the only administrator left: make somebody else one first",
        )

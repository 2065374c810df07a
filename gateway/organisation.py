"""The organisation: its people, and the tree of teams they belong to, in one stream.

One stream, because its rules concern all of it (no circle of teams, never without an
administrator) and because it changes a few times a day at most.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, assert_never

from gateway.events import (
    ExportRightGiven,
    OrganisationEvent,
    PersonAdded,
    PersonDeactivated,
    PersonEvent,
    PersonMoved,
    PersonRenamed,
    RoleGiven,
    TeamDissolved,
    TeamFormed,
    TeamMoved,
    TeamRenamed,
    VisibilityGiven,
)
from kernel import Aggregate, NotFound

COMPANY = "company"  # id of the one organisation


@dataclass(frozen=True)
class Person:
    login: str
    name: str
    role: str
    visibility: str
    team: str | None
    active: bool = True
    exports: bool = False  # may take whole lists away


@dataclass(frozen=True)
class Team:
    id: str
    name: str
    parent: str | None


@dataclass(frozen=True)
class Organisation:
    people: Mapping[str, Person] = field(default_factory=dict)
    teams: Mapping[str, Team] = field(default_factory=dict)

    def person(self, login: str) -> Person:
        """Raises NotFound."""
        if login not in self.people:
            raise NotFound(what="person", id=login)
        return self.people[login]

    def team(self, id: str) -> Team:
        """Raises NotFound."""
        if id not in self.teams:
            raise NotFound(what="team", id=id)
        return self.teams[id]

    def above(self, id: str | None) -> Iterator[str]:
        """A team, the team it belongs to, and so on to the top."""
        while id is not None:
            yield id
            id = self.teams[id].parent

    def colleagues(self, login: str) -> frozenset[str]:
        """Who belongs to a person's team or one below it, those who have left included."""
        team = self.people[login].team
        return frozenset(
            other.login
            for other in self.people.values()
            if team is not None and team in self.above(other.team)
        )

    def members(self, team: str) -> frozenset[str]:
        """Who belongs to it or to a team below it, those who have left included. NotFound."""
        self.team(team)
        everybody = self.people.values()
        return frozenset(one.login for one in everybody if team in self.above(one.team))

    def administrators(self) -> frozenset[str]:
        everybody = self.people.values()
        return frozenset(one.login for one in everybody if one.active and one.role == "admin")


def evolve(organisation: Organisation, event: OrganisationEvent) -> Organisation:
    if isinstance(event, PersonEvent):
        changed = person(organisation.people.get(event.person), event)
        return replace(organisation, people={**organisation.people, changed.login: changed})
    teams = {id: team for id, team in organisation.teams.items() if id != event.team}
    if not isinstance(event, TeamDissolved):
        teams[event.team] = team(organisation.teams.get(event.team), event)
    return replace(organisation, teams=teams)


def person(known: Person | None, event: PersonEvent) -> Person:
    if known is None:
        assert isinstance(event, PersonAdded)
        return Person(event.person, event.name, event.role, event.visibility, event.team)
    return replace(known, **said(event))


def said(event: PersonEvent) -> dict[str, Any]:
    match event:
        case PersonRenamed():
            return {"name": event.name}
        case PersonMoved():
            return {"team": event.team}
        case RoleGiven():
            return {"role": event.role}
        case VisibilityGiven():
            return {"visibility": event.visibility}
        case ExportRightGiven():
            return {"exports": event.allowed}
        case _:
            stays = not isinstance(event, PersonDeactivated)
            return {"active": stays, "exports": False}  # who comes back is given it anew


def team(known: Team | None, event: TeamFormed | TeamRenamed | TeamMoved) -> Team:
    match event:
        case TeamFormed():
            return Team(event.team, event.name, event.parent)
        case TeamRenamed():
            assert known
            return replace(known, name=event.name)
        case TeamMoved():
            assert known
            return replace(known, parent=event.parent)
        case _:
            assert_never(event)


ORGANISATION = Aggregate("organisation", Organisation(), evolve, OrganisationEvent, implicit=True)

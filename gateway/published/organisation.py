"""What happens to the people and teams of the company."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from gateway.published.exports import PERSONAL, ExportRightGiven


@dataclass(frozen=True)
class PersonAdded:
    person: str
    name: Annotated[str, PERSONAL]  # as colleagues call them
    role: str  # sales, manager, admin
    visibility: str  # own, team, all: whose customers they see
    team: str | None  # id
    by: str
    at: datetime


@dataclass(frozen=True)
class PersonRenamed:
    person: str
    name: Annotated[str, PERSONAL]
    by: str
    at: datetime


@dataclass(frozen=True)
class PersonMoved:
    person: str
    team: str | None
    team_before: str | None
    by: str
    at: datetime


@dataclass(frozen=True)
class RoleGiven:
    person: str
    role: str
    role_before: str
    by: str
    at: datetime


@dataclass(frozen=True)
class VisibilityGiven:
    person: str
    visibility: str
    visibility_before: str
    by: str
    at: datetime


@dataclass(frozen=True)
class PersonDeactivated:
    """From now on they get nothing and see nothing; what they have is handed over apart."""

    person: str
    reason: Annotated[str, PERSONAL]
    by: str
    at: datetime


@dataclass(frozen=True)
class PersonReactivated:
    person: str
    by: str
    at: datetime


@dataclass(frozen=True)
class TeamFormed:
    team: str  # id
    name: str
    parent: str | None  # None: at the top
    by: str
    at: datetime


@dataclass(frozen=True)
class TeamRenamed:
    team: str
    name: str
    by: str
    at: datetime


@dataclass(frozen=True)
class TeamMoved:
    team: str
    parent: str | None
    parent_before: str | None
    by: str
    at: datetime


@dataclass(frozen=True)
class TeamDissolved:
    team: str
    by: str
    at: datetime


PersonEvent = (
    PersonAdded
    | PersonRenamed
    | PersonMoved
    | RoleGiven
    | VisibilityGiven
    | PersonDeactivated
    | PersonReactivated
    | ExportRightGiven
)
TeamEvent = TeamFormed | TeamRenamed | TeamMoved | TeamDissolved
OrganisationEvent = PersonEvent | TeamEvent

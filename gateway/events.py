"""What can happen to the people and teams of the company, and to their queries: published facts.

A published name or field is never changed or removed. `at` is when it happened. `person` is the
name that somebody signs in with; fields marked PERSONAL are what can be shredded.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any

from gateway.published.api_keys import ApiKeyEvent, ApiKeyIssued, ApiKeyRenewed, ApiKeyRevoked
from gateway.published.exports import ExportBegun, ExportEnded, ExportEvent, ExportRightGiven
from gateway.published.identity import (
    AccountEvent,
    AccountLocked,
    FirstAdministratorNamed,
    PasswordSet,
    SessionEvent,
    SignedIn,
    SignedOut,
    SignedOutEverywhere,
)
from gateway.published.webhooks import (
    WebhookChanged,
    WebhookEvent,
    WebhookPaused,
    WebhookPinged,
    WebhookRegistered,
    WebhookRemoved,
    WebhookReplayed,
    WebhookResumed,
    WebhookSecretRotated,
)

PERSONAL = "personal"


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


@dataclass(frozen=True)
class QuerySaved:
    """For the first time, or as it is from now on."""

    query_id: str
    name: Annotated[str, PERSONAL]
    asked: Annotated[str, PERSONAL]  # JSON; its language may grow, and what was saved still reads
    chart: str | None  # bar, line, pie, funnel
    owner: str
    by: str
    at: datetime


@dataclass(frozen=True)
class QueryShared:
    """With these and nobody else, besides its owner; a team means those below it too."""

    query_id: str
    people: tuple[str, ...]
    teams: tuple[str, ...]  # ids
    everybody: bool
    by: str
    at: datetime


@dataclass(frozen=True)
class QueryDeleted:
    query_id: str
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
QueryEvent = QuerySaved | QueryShared | QueryDeleted
Event = (
    OrganisationEvent
    | QueryEvent
    | AccountEvent
    | SessionEvent
    | ApiKeyEvent
    | WebhookEvent
    | ExportEvent
)

UPCASTS: dict[tuple[str, int], Callable[[dict[str, Any]], dict[str, Any]]] = {}
DOWNCASTS: dict[tuple[str, int], Callable[[dict[str, Any]], dict[str, Any]]] = {}

__all__ = [
    "DOWNCASTS",
    "AccountEvent",
    "AccountLocked",
    "ApiKeyEvent",
    "ApiKeyIssued",
    "ApiKeyRenewed",
    "ApiKeyRevoked",
    "ExportBegun",
    "ExportEnded",
    "ExportEvent",
    "ExportRightGiven",
    "FirstAdministratorNamed",
    "PasswordSet",
    "SessionEvent",
    "SignedIn",
    "SignedOut",
    "SignedOutEverywhere",
    "WebhookChanged",
    "WebhookEvent",
    "WebhookPaused",
    "WebhookPinged",
    "WebhookRegistered",
    "WebhookRemoved",
    "WebhookReplayed",
    "WebhookResumed",
    "WebhookSecretRotated",
]

"""What can happen to the people and teams of the company, and to their queries: published facts.

A published name or field is never changed or removed. `at` is when it happened. `person` is the
name that somebody signs in with; fields marked PERSONAL are what can be shredded.
"""

from collections.abc import Callable
from typing import Any

from gateway.published.api_keys import (
    ApiKeyEvent as ApiKeyEvent,
    ApiKeyIssued as ApiKeyIssued,
    ApiKeyRenewed as ApiKeyRenewed,
    ApiKeyRevoked as ApiKeyRevoked,
)
from gateway.published.exports import (
    ExportBegun as ExportBegun,
    ExportEnded as ExportEnded,
    ExportEvent as ExportEvent,
    ExportRightGiven as ExportRightGiven,
)
from gateway.published.identity import (
    AccountEvent as AccountEvent,
    AccountLocked as AccountLocked,
    FirstAdministratorNamed as FirstAdministratorNamed,
    PasswordSet as PasswordSet,
    SessionEvent as SessionEvent,
    SignedIn as SignedIn,
    SignedOut as SignedOut,
    SignedOutEverywhere as SignedOutEverywhere,
)
from gateway.published.organisation import (
    PersonAdded as PersonAdded,
    PersonRenamed as PersonRenamed,
    PersonMoved as PersonMoved,
    RoleGiven as RoleGiven,
    VisibilityGiven as VisibilityGiven,
    PersonDeactivated as PersonDeactivated,
    PersonReactivated as PersonReactivated,
    TeamFormed as TeamFormed,
    TeamRenamed as TeamRenamed,
    TeamMoved as TeamMoved,
    TeamDissolved as TeamDissolved,
    PersonEvent as PersonEvent,
    TeamEvent as TeamEvent,
    OrganisationEvent as OrganisationEvent,
)
from gateway.published.queries import (
    QuerySaved as QuerySaved,
    QueryShared as QueryShared,
    QueryDeleted as QueryDeleted,
    QueryEvent as QueryEvent,
)
from gateway.published.webhooks import (
    WebhookChanged as WebhookChanged,
    WebhookEvent as WebhookEvent,
    WebhookPaused as WebhookPaused,
    WebhookPinged as WebhookPinged,
    WebhookRegistered as WebhookRegistered,
    WebhookRemoved as WebhookRemoved,
    WebhookReplayed as WebhookReplayed,
    WebhookResumed as WebhookResumed,
    WebhookSecretRotated as WebhookSecretRotated,
)

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

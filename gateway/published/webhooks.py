"""Where events are sent by webhook, which ones, and why one waits. No secret is in it: `secret_id`
names one, and only who holds the deployment's key can make it from that."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class WebhookRegistered:
    webhook_id: str
    name: str
    url: str
    events: tuple[str, ...]  # customer.*, pipeline.OpportunityWon
    personal: bool  # it is told what these say of persons
    secret_id: str
    since: tuple[str, ...]  # customer:1041: of each source what comes after it is sent
    by: str
    at: datetime


@dataclass(frozen=True)
class WebhookChanged:
    """As it is from now on."""

    webhook_id: str
    name: str
    url: str
    events: tuple[str, ...]
    personal: bool
    since: tuple[str, ...]  # of sources it had none of before
    by: str
    at: datetime


@dataclass(frozen=True)
class WebhookSecretRotated:
    webhook_id: str
    secret_id: str
    until: datetime  # until then the secret before it signs as well
    by: str
    at: datetime


@dataclass(frozen=True)
class WebhookPaused:
    """Nothing is sent until it is resumed, and then what came next: nothing is left out."""

    webhook_id: str
    why: str  # asked; failing: the retries have ended; gone: the target answered 410
    status: int | None  # the last answer, if there was one
    owner: str  # who registered it
    by: str
    at: datetime


@dataclass(frozen=True)
class WebhookResumed:
    webhook_id: str
    by: str
    at: datetime


@dataclass(frozen=True)
class WebhookReplayed:
    """Of these sources everything after these positions is sent, again or for the first time."""

    webhook_id: str
    since: tuple[str, ...]
    by: str
    at: datetime


@dataclass(frozen=True)
class WebhookPinged:
    webhook_id: str
    ping_id: str
    by: str
    at: datetime


@dataclass(frozen=True)
class WebhookRemoved:
    webhook_id: str
    by: str
    at: datetime


WebhookEvent = (
    WebhookRegistered
    | WebhookChanged
    | WebhookSecretRotated
    | WebhookPaused
    | WebhookResumed
    | WebhookReplayed
    | WebhookPinged
    | WebhookRemoved
)

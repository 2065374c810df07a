"""What is known of webhooks. All are in one stream: they are few, and looked at once a second."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from gateway.events import (
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
from kernel import Aggregate

COMPANY = "company"  # id of the one stream


@dataclass(frozen=True)
class Mark:
    """Where somebody said to begin, and how often that has been said of this webhook."""

    number: int
    after: int


@dataclass(frozen=True)
class Webhook:
    id: str
    name: str
    url: str
    events: tuple[str, ...]
    personal: bool
    secret_id: str
    by: str
    at: datetime
    marks: Mapping[str, Mark] = field(default_factory=dict)  # by source
    secret_before: str = ""
    until: datetime | None = None  # the one before signs as well
    paused: str = ""  # why
    paused_at: datetime | None = None
    status: int | None = None  # the last answer before it was paused
    turn: int = 1  # with each it is tried anew, whatever has failed before
    ping_id: str = ""  # the one that was asked for last
    version: int = 0  # of all webhooks, when somebody said what this one is to be

    @property
    def sources(self) -> list[str]:
        return sources_of(self.events)


@dataclass(frozen=True)
class Webhooks:
    known: Mapping[str, Webhook] = field(default_factory=dict)
    version: int = 0


def sources_of(events: Iterable[str]) -> list[str]:
    return sorted({one.partition(".")[0] for one in events})


def marked(hook: Webhook, since: Iterable[str]) -> Webhook:
    number = 1 + max((mark.number for mark in hook.marks.values()), default=0)
    parted = (one.partition(":") for one in since)
    new = {source: Mark(number, int(after)) for source, _, after in parted}
    return replace(hook, marks={**hook.marks, **new})


def evolve(all: Webhooks, event: WebhookEvent) -> Webhooks:
    version = all.version + 1
    if isinstance(event, WebhookRemoved):
        others = {id: one for id, one in all.known.items() if id != event.webhook_id}
        return Webhooks(others, version)
    if isinstance(event, WebhookRegistered):
        hook = Webhook(event.webhook_id, event.name, event.url, event.events, event.personal,
                       event.secret_id, event.by, event.at)  # fmt: skip
        hook = marked(hook, event.since)
    else:
        hook = happened(all.known[event.webhook_id], event)
    if isinstance(event, WebhookRegistered | WebhookChanged):
        hook = replace(hook, version=version)
    return Webhooks({**all.known, hook.id: hook}, version)


Later = (
    WebhookChanged
    | WebhookSecretRotated
    | WebhookPaused
    | WebhookResumed
    | WebhookReplayed
    | WebhookPinged
)


def happened(hook: Webhook, event: Later) -> Webhook:
    match event:
        case WebhookChanged():
            return marked(changed(hook, event), event.since)
        case WebhookReplayed():
            return marked(hook, event.since)
        case WebhookPinged():
            return replace(hook, ping_id=event.ping_id)
        case WebhookSecretRotated():
            before, until = hook.secret_id, event.until
            return replace(hook, secret_id=event.secret_id, secret_before=before, until=until)
        case _:
            return stopped(hook, event)


def stopped(hook: Webhook, event: WebhookPaused | WebhookResumed) -> Webhook:
    if isinstance(event, WebhookPaused):
        return replace(hook, paused=event.why, paused_at=event.at, status=event.status)
    return replace(hook, paused="", paused_at=None, status=None, turn=hook.turn + 1)


def changed(hook: Webhook, event: WebhookChanged) -> Webhook:
    """Another address has refused nothing yet."""
    turn = hook.turn + (event.url != hook.url)
    return replace(
        hook, name=event.name, url=event.url, events=event.events, personal=event.personal,
        turn=turn,
    )  # fmt: skip


WEBHOOKS = Aggregate("webhooks", Webhooks(), evolve, WebhookEvent, implicit=True)

"""What may be done to webhooks."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
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
from gateway.webhook_remembered import Webhook, Webhooks, sources_of
from kernel import NotFound, Rejected

MOST = 50
ASKED, FAILING, GONE = "asked", "failing", "gone"  # why one is paused


def register(
    all: Webhooks,
    id: str,
    name: str,
    url: str,
    events: Sequence[str],
    personal: bool,
    secret_id: str,
    since: Mapping[str, int],
    by: str,
    at: datetime,
) -> list[WebhookEvent]:
    """`since` says of each of its sources after which position."""
    if len(all.known) >= MOST:
        raise Rejected("too-many-webhooks", f"there are {MOST}: remove those nobody listens to")
    begun = positions({source: since[source] for source in sources_of(events)})
    made = (id, name, url, tuple(events), personal, secret_id, begun, by, at)
    return [WebhookRegistered(*made)]


def edit(
    all: Webhooks,
    id: str,
    changes: Mapping[str, object],
    heads: Mapping[str, int],
    by: str,
    at: datetime,
) -> list[WebhookEvent]:
    """A source that it had nothing of begins at its end, as if it was registered now."""
    hook = found(all, id)
    new = replace(hook, **changes)  # type: ignore[arg-type]
    if new == hook:
        return []
    since = positions({one: heads[one] for one in new.sources if one not in hook.marks})
    return [WebhookChanged(id, new.name, new.url, new.events, new.personal, since, by, at)]


def rotate(
    all: Webhooks, id: str, secret_id: str, until: datetime, by: str, at: datetime
) -> list[WebhookEvent]:
    found(all, id)
    return [WebhookSecretRotated(id, secret_id, until, by, at)]


def pause(
    all: Webhooks,
    id: str,
    by: str,
    at: datetime,
    why: str = ASKED,
    status: int | None = None,
    turn: int | None = None,
) -> list[WebhookEvent]:
    """Who has tried in vain says in which turn: one that was resumed meanwhile is not paused."""
    hook = found(all, id)
    if hook.paused or turn not in (None, hook.turn):
        return []
    return [WebhookPaused(id, why, status, hook.by, by, at)]


def resume(all: Webhooks, id: str, by: str, at: datetime) -> list[WebhookEvent]:
    return [WebhookResumed(id, by, at)] if found(all, id).paused else []


def replay(
    all: Webhooks, id: str, since: Mapping[str, int], by: str, at: datetime
) -> list[WebhookEvent]:
    """Of sources that it is not sent anything of, nothing is begun again."""
    hook = found(all, id)
    if strange := sorted(set(since) - set(hook.sources)):
        raise Rejected(
            "not-sent", f"it is sent nothing of {', '.join(strange)}; change its events first"
        )
    return [WebhookReplayed(id, positions(since), by, at)]


def ping(all: Webhooks, id: str, ping_id: str, by: str, at: datetime) -> list[WebhookEvent]:
    found(all, id)
    return [WebhookPinged(id, ping_id, by, at)]


def remove(all: Webhooks, id: str, by: str, at: datetime) -> list[WebhookEvent]:
    found(all, id)
    return [WebhookRemoved(id, by, at)]


def found(all: Webhooks, id: str) -> Webhook:
    if id not in all.known:
        raise NotFound(what="webhook", id=id)
    return all.known[id]


def others_since(all: Webhooks, id: str) -> int:
    """Events since somebody said what this one is to be: all webhooks are one stream."""
    return all.version - found(all, id).version


def positions(since: Mapping[str, int]) -> tuple[str, ...]:
    """As receipts say them: customer:1041."""
    return tuple(f"{source}:{after}" for source, after in sorted(since.items()))

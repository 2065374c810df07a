"""Who registered a webhook is told when it does not go on by itself."""

from collections.abc import Sequence
from typing import Any

from gateway import events as gateway
from gateway.events import WebhookPaused
from kernel.change import Change, change
from kernel.codec import Codec
from kernel.event import Recorded
from kernel.group import Reactions
from services.activity import inbox
from services.activity.inbox import INBOX, Note

BY_HAND = "asked"


def react(recorded: Recorded) -> Sequence[Change[Any, Any]]:
    """Also when somebody else has paused it; not when they did so themselves."""
    event = recorded.event
    if not isinstance(event, WebhookPaused) or event.owner == event.by:
        return []
    by = event.by if event.why == BY_HAND else None
    note = Note(kind="webhook-paused", about=event.webhook_id, moment=event.at, by=by)
    return [change(INBOX, event.owner, inbox.notify, event.owner, [note], event.at)]


WEBHOOKS_HEARD = Reactions(
    "webhooks", "activity", {"gateway": Codec(gateway.Event, gateway.UPCASTS)}, react, WebhookPaused
)

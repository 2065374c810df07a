"""What all webhooks share."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from gateway.sending.attempt import Sender
from gateway.sending.deliveries import Deliveries
from gateway.sending.schedule import Schedule
from gateway.sending.standing import Shelf
from gateway.webhook_remembered import Webhook

Pause = Callable[[Webhook, str, int | None], None]


class Feeds(Protocol):
    def page(self, hook: Webhook, source: str, after: int, limit: int) -> dict[str, Any]: ...
    def head(self, source: str) -> int: ...


@dataclass(frozen=True)
class Means:
    feeds: Feeds
    sender: Sender
    schedule: Schedule
    shelf: Shelf
    deliveries: Deliveries
    pause: Pause

"""A message that says nothing but that it arrives: for trying out a target and its verification."""

from datetime import UTC, datetime

from gateway.sending.window import Tried
from gateway.webhook_remembered import Webhook
from kernel.envelope import Envelope
from kernel.rfc3339 import dump_time

TYPE = "guanxi.webhook.Ping.v1"


def pinged(hook: Webhook, number: int, at: float) -> tuple[Envelope, Tried]:
    """It stands in no log, so it has no position."""
    envelope = {
        "specversion": "1.0",
        "source": "/guanxi/webhooks",
        "id": f"/guanxi/webhooks/ping/{hook.ping_id}",
        "type": TYPE,
        "subject": f"webhooks/{hook.id}",
        "time": dump_time(datetime.fromtimestamp(at, UTC)),
        "datacontenttype": "application/json",
        "data": {"webhook_id": hook.id, "name": hook.name},
    }
    return envelope, Tried(1, number, 0.0, at)

"""Webhooks at work over HTTP: paused, resumed, replayed, tried out, and what was delivered."""

from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import uuid4

from gateway import webhook
from gateway.answers import Page
from gateway.asked import Asked
from gateway.http import get, post
from gateway.log_positions import LogPositions
from gateway.routes import ADMINISTRATORS
from gateway.webhook_shapes import DeliveryShown, ListDeliveries, ReplayWebhook
from gateway.webhook_shown import delivery
from gateway.webhooks import ONE, Hooking
from kernel.refusal import Invalid

USUAL_PAGE = 50


class WebhookRunningRoutes(Hooking, LogPositions):
    @post(f"{ONE}/pause", roles=ADMINISTRATORS)
    def pause_webhook(self, asked: Asked, webhook_id: str) -> Any:
        """Nothing is sent until it is resumed; nothing is lost by that."""
        receipt = self._hook(asked, webhook.pause, webhook_id)
        return replace(receipt, id=webhook_id).to_json()

    @post(f"{ONE}/resume", roles=ADMINISTRATORS)
    def resume_webhook(self, asked: Asked, webhook_id: str) -> Any:
        """It goes on exactly where it stood, however long ago that was."""
        receipt = self._hook(asked, webhook.resume, webhook_id)
        return replace(receipt, id=webhook_id).to_json()

    @post(f"{ONE}/replay", roles=ADMINISTRATORS, body=ReplayWebhook, seconds=30.0)
    def replay_webhook(self, asked: Asked, webhook_id: str) -> Any:
        """Send everything again from a position or a moment on; `customer:0` is the very first.

        Events keep their ids: who has kept those of what was processed knows what is new. From a
        moment on means that what was recorded up to a minute before it may be among it.
        """
        hook = webhook.found(self._hooks(), webhook_id)
        after, since = asked.body.get("after"), asked.body.get("since")
        if bool(after) == bool(since):
            message = "Please give either `after` or `since`."
            raise Invalid(errors=[{"field": "after", "message": message}])
        if since:
            begin = self._at(datetime.fromisoformat(since), hook.sources)
        else:
            begin = self._given(after or ())
        receipt = self._hook(asked, webhook.replay, webhook_id, begin)
        return replace(receipt, id=webhook_id).to_json()

    @post(f"{ONE}/ping", roles=ADMINISTRATORS)
    def ping_webhook(self, asked: Asked, webhook_id: str) -> Any:
        """Send one message of the type guanxi.webhook.Ping.v1, signed like any other, once.

        What came of it stands among the deliveries within seconds, also where the webhook is
        paused.
        """
        receipt = self._hook(asked, webhook.ping, webhook_id, uuid4().hex)
        return replace(receipt, id=webhook_id).to_json()

    @get(
        f"{ONE}/deliveries",
        roles=ADMINISTRATORS,
        query=ListDeliveries,
        answer=Page(DeliveryShown),
    )
    def find_deliveries(self, asked: Asked, webhook_id: str) -> Any:
        """What was sent, the last first: the last two weeks, and 10,000 events at most."""
        webhook.found(self._hooks(), webhook_id)
        limit = asked.query.get("limit", USUAL_PAGE)
        cursor = asked.query.get("cursor")
        rows = self.webhook_rows.deliveries.of(webhook_id, limit, int(cursor) if cursor else None)
        last = str(rows[-1]["number"]) if len(rows) == limit else None
        return {"items": [delivery(row) for row in rows], "next": last}

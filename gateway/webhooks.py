"""Webhooks over HTTP: registered, changed, given another secret, removed; by people only."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from gateway import webhook
from gateway.answers import Record
from gateway.asked import Asked
from gateway.event_names import check_events
from gateway.feed import require_all
from gateway.http import delete, get, patch, post
from gateway.log_positions import LogPositions
from gateway.organising import Organising
from gateway.routes import ADMINISTRATORS, require_person
from gateway.sending.signature import secret_of
from gateway.sending.target import Refused
from gateway.shape import Query
from gateway.webhook_remembered import COMPANY, WEBHOOKS, Webhooks, sources_of
from gateway.webhook_rows import WebhookRows
from gateway.webhook_shapes import (
    ChangeWebhook,
    RegisterWebhook,
    RotateSecret,
    Told,
    WebhookShown,
    WebhooksShown,
)
from kernel.change import change, expecting
from kernel.refusal import Invalid

PATH = "/v1/webhooks"
ONE = f"{PATH}/<webhook_id>"
OVERLAP = 24  # hours


class Hooking(Organising):
    """What commands about webhooks have in common."""

    webhook_rows = WebhookRows()

    def _hook(self, asked: Asked, decide: Any, id: str, *how: Any, **told: Any) -> Any:
        """The receipt names the webhook; its version is that of all of them."""
        require_person(asked.caller)
        require_all(asked)
        by, at = asked.context.actor, datetime.now(UTC)
        made = change(WEBHOOKS, COMPANY, decide, id, *how, by=by, at=at)
        expected = expecting(asked.expected, made, lambda all: webhook.others_since(all, id))
        return self.log.commit(expected, told=told)

    def _hooks(self) -> Webhooks:
        return self.log.states.newest(WEBHOOKS, COMPANY)

    def _require_target(self, url: str | None) -> None:
        try:
            if url:
                self.webhook_rows.policy.read(url)
        except Refused as refused:
            raise Invalid(errors=[{"field": "url", "message": str(refused)}]) from None


class WebhookRoutes(Hooking, LogPositions):
    @post(PATH, roles=ADMINISTRATORS, body=RegisterWebhook, answer=Told(201), seconds=10.0)
    def register_webhook(self, asked: Asked) -> Any:
        """Have events sent to an address from now on, signed, by the Standard Webhooks rules.

        Each event is sent at least once, and those of one subject in order: an event is not sent
        before the one before it was taken with a status from 200 to 299 within 15 seconds. What
        was not taken is sent again for about five days, ever more seldom, `Retry-After` is
        respected, and 410 ends it. Then the webhook is paused and nothing is lost: resumed, it
        goes on exactly where it stood. The body is the CloudEvent that the feed tells,
        `webhook-id` is its id. `docs/webhooks.md` says how a signature is verified.
        """
        body = asked.body
        self._require_target(body["url"])
        check_events(body["events"])
        id, secret_id = uuid4().hex, uuid4().hex
        receipt = self._hook(
            asked, webhook.register, id, body["name"], body["url"], tuple(body["events"]),
            body["personal"], secret_id, self._heads(sources_of(body["events"])),
            webhook_id=id, secret_id=secret_id,
        )  # fmt: skip
        return with_secret(receipt)

    @get(PATH, roles=ADMINISTRATORS, query=Query, answer=Record(WebhooksShown))
    def find_webhooks(self, asked: Asked) -> Any:
        """All webhooks, how each stands, and nothing of their secrets; fifty at most."""
        found = sorted(self._hooks().known.values(), key=lambda hook: (hook.name, hook.at))
        return {"items": self.webhook_rows.shown(found)}

    @get(ONE, roles=ADMINISTRATORS, query=Query, answer=Record(WebhookShown, versioned=True))
    def read_webhook(self, asked: Asked, webhook_id: str) -> Any:
        """One webhook: where it stands, whether it fails and since when, why it is paused."""
        [shown] = self.webhook_rows.shown([webhook.found(self._hooks(), webhook_id)])
        return shown

    @patch(ONE, roles=ADMINISTRATORS, body=ChangeWebhook, conditional=True)
    def change_webhook(self, asked: Asked, webhook_id: str) -> Any:
        """Another name, address or choice of events; it goes on where it stands.

        Of a source that it has never been sent anything of, it is told from now on. Another
        address is tried at once.
        """
        changes, heads = dict(asked.body), {}
        self._require_target(changes.get("url"))
        if "events" in changes:
            changes["events"] = tuple(changes["events"])
            check_events(changes["events"])
            heads = self._heads(sources_of(changes["events"]))
        receipt = self._hook(asked, webhook.edit, webhook_id, changes, heads)
        return replace(receipt, id=webhook_id).to_json()

    @post(f"{ONE}/rotate", roles=ADMINISTRATORS, body=RotateSecret, answer=Told(200))
    def rotate_webhook_secret(self, asked: Asked, webhook_id: str) -> Any:
        """Another secret; for some hours each event has two signatures, one with the old one."""
        secret_id, hours = uuid4().hex, asked.body.get("overlap_hours", OVERLAP)
        until = datetime.now(UTC) + timedelta(hours=hours)
        receipt = self._hook(
            asked, webhook.rotate, webhook_id, secret_id, until,
            webhook_id=webhook_id, secret_id=secret_id,
        )  # fmt: skip
        return with_secret(receipt)

    @delete(ONE, roles=ADMINISTRATORS)
    def remove_webhook(self, asked: Asked, webhook_id: str) -> Any:
        """Nothing is sent there any more; what is on its way may still arrive."""
        receipt = self._hook(asked, webhook.remove, webhook_id)
        return replace(receipt, id=webhook_id).to_json()


def with_secret(receipt: Any) -> dict[str, Any]:
    """That of the first time, when the command is repeated."""
    id, secret_id = receipt.told["webhook_id"], receipt.told["secret_id"]
    told: dict[str, Any] = replace(receipt, id=id, told={}).to_json()
    return told | {"secret": secret_of(id, secret_id)}

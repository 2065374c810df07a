"""Signatures after the Standard Webhooks specification, and the secrets they are made with.

A secret is not kept: it is made from the deployment's key and an id (docs/decisions/0023).
"""

import base64
import hmac
from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256

from gateway.secret import keyed
from gateway.webhook_remembered import Webhook

PREFIX = "whsec_"


def secret_of(webhook_id: str, secret_id: str) -> str:
    """32 bytes that nobody finds who has not the key."""
    made = bytes.fromhex(keyed("webhook", webhook_id, secret_id))
    return PREFIX + base64.b64encode(made).decode()


def secrets_of(hook: Webhook, now: datetime) -> list[str]:
    """Those it is signed with: for some time after a change, the one before as well."""
    both = bool(hook.secret_before and hook.until and now < hook.until)
    ids = [hook.secret_id, hook.secret_before] if both else [hook.secret_id]
    return [secret_of(hook.id, id) for id in ids]


def signed(secrets: Sequence[str], id: str, timestamp: int, body: bytes) -> dict[str, str]:
    """The three headers; one signature for each secret."""
    return {
        "webhook-id": id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": " ".join(signature(one, id, timestamp, body) for one in secrets),
    }


def signature(secret: str, id: str, timestamp: int, body: bytes) -> str:
    key = base64.b64decode(secret.removeprefix(PREFIX))
    said = b".".join((id.encode(), str(timestamp).encode(), body))
    return "v1," + base64.b64encode(hmac.new(key, said, sha256).digest()).decode()

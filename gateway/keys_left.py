"""Keys that somebody has made and that go on without them: told to whoever takes their rights."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from marshmallow import fields

from gateway.answers import Receipt, Receipted, Shown
from gateway.api_key import ApiKeys
from kernel.rfc3339 import dump_time


class KeyLeft(Shown):
    id = fields.String(required=True, metadata={"description": "for `/v1/api-keys/{id}/revoke`"})
    name = fields.String(required=True)
    role = fields.String(required=True)
    access = fields.String(required=True)
    expires_at = fields.DateTime(required=True)


class WithKeysLeft(Receipt):
    api_keys = fields.List(
        fields.Nested(KeyLeft),
        required=True,
        metadata={"description": "that they have made, and that are good still: revoke them?"},
    )


class TellingKeys(Receipted):
    """A receipt, and what still opens doors."""

    schema = WithKeysLeft


def left(keys: ApiKeys, maker: str, at: datetime) -> list[Mapping[str, Any]]:
    """By name; without those that have run out."""
    found = [key for key in keys.known.values() if key.by == maker and key.expires_at > at]
    return [
        {"id": key.id, "name": key.name, "role": key.role, "access": key.access,
         "expires_at": dump_time(key.expires_at)}
        for key in sorted(found, key=lambda key: (key.name, key.at))
    ]  # fmt: skip

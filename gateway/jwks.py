"""The public keys of our access tokens, for whoever wants to verify one by themselves."""

from typing import Any

from marshmallow import fields

from gateway.answers import Record, Shown
from gateway.asked import Asked
from gateway.http import get
from gateway.keys import KEYS
from gateway.routes import ANYBODY
from gateway.shape import Query


class KeyShown(Shown):
    kid = fields.String(required=True)
    kty = fields.String(required=True)
    crv = fields.String(required=True)
    x = fields.String(required=True)
    alg = fields.String(required=True)
    use = fields.String(required=True)


class KeysShown(Shown):
    keys = fields.List(fields.Nested(KeyShown), required=True)


class KeyRoutes:
    @get("/.well-known/jwks.json", roles=ANYBODY, query=Query, answer=Record(KeysShown))
    def find_keys(self, asked: Asked) -> Any:
        """The public keys that access tokens are signed with (RFC 7517)."""
        return {"keys": KEYS.ring().jwks()}

"""API keys over HTTP: issued to a program, listed, revoked."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

from marshmallow import fields, validate

from gateway import api_key
from gateway.answers import Receipt, Record, Shown
from gateway.api_key import API_KEYS, COMPANY, ApiKeys
from gateway.asked import Asked
from gateway.fields import Choice, Flag, Several, Text
from gateway.http import get, post
from gateway.issuing import Issuing
from gateway.routes import ADMINISTRATORS, require_person
from gateway.shape import Query, Shape
from gateway.times import Time
from gateway.tokens import ROLES
from gateway.told_once import METADATA, ToldOnce
from kernel.change import change
from kernel.rfc3339 import dump_time

USUAL = timedelta(days=90)
NAME = {"pattern": "^[a-z0-9][a-z0-9-]{0,49}$",
        "description": "of the program, which acts as `api-key/<name>`"}  # fmt: skip
SAYS = "read: only GET; feed: only GET /v1/events, as a manager; write if not given"
EVENTS = "of a key for the feed: `customer.*`, `pipeline.OpportunityWon`"
PINS = "versions that it is told in: `customer.CustomerRegistered@1`"
PERSONAL = "of a key for the feed: false leaves out what events say of persons"


class IssueKey(Shape):
    name = Text(50, required=True, metadata=NAME, validate=validate.Regexp(
        NAME["pattern"], error="Please use small letters, digits and dashes."))  # fmt: skip
    role = Choice(*ROLES, required=True)
    access = Choice("read", "write", "feed", says=SAYS)
    events = Several(Text(120, required=True), most=100, metadata={"description": EVENTS})
    personal = Flag(metadata={"description": PERSONAL})
    pins = Several(Text(130, required=True), most=100, metadata={"description": PINS})
    expires_at = Time(metadata={"description": "in 90 days if not given, in 366 at most"})


class KeyIssued(Receipt):
    key = fields.String(required=True, allow_none=True, metadata=METADATA)


class ApiKeyShown(Shown):
    id = fields.String(required=True)
    name = fields.String(required=True)
    role = fields.String(required=True)
    access = fields.String(required=True)
    events = fields.List(fields.String(), required=True)
    personal = fields.Boolean(required=True)
    pins = fields.List(fields.String(), required=True)
    expires_at = fields.DateTime(required=True)
    by = fields.String(required=True)
    at = fields.DateTime(required=True)


class ApiKeysShown(Shown):
    items = fields.List(fields.Nested(ApiKeyShown), required=True)


class ApiKeyRoutes(Issuing):
    @post("/v1/api-keys", roles=ADMINISTRATORS, body=IssueKey, answer=ToldOnce(KeyIssued))
    def issue_api_key(self, asked: Asked) -> Any:
        """A key for a program, which sends it as `Authorization: Bearer gx_…`; keep it secret."""
        require_person(asked.caller)
        at, by = datetime.now(UTC), asked.context.actor
        given = {name: value for name, value in asked.body.items() if value is not None}
        how = {"access": "write", **given, "expires_at": until(asked, at)}
        return self._issue(partial(api_key.issue, by=by, at=at, **how), at)

    @get("/v1/api-keys", roles=ADMINISTRATORS, query=Query, answer=Record(ApiKeysShown))
    def find_api_keys(self, asked: Asked) -> Any:
        """All keys that are not revoked, without what is secret of them; a hundred at most."""
        found = sorted(self._keys().known.values(), key=lambda key: (key.name, key.at))
        return {"items": [shown(vars(key)) for key in found]}

    @post("/v1/api-keys/<key_id>/revoke", roles=ADMINISTRATORS)
    def revoke_api_key(self, asked: Asked, key_id: str) -> Any:
        """From now on nobody is let in with this key."""
        require_person(asked.caller)
        at, by = datetime.now(UTC), asked.context.actor
        receipt = self.log.commit(change(API_KEYS, COMPANY, api_key.revoke, key_id, by=by, at=at))
        self.identity.credentials.drop(key_id)
        return replace(receipt, id=key_id).to_json()

    def _keys(self) -> ApiKeys:
        return self.log.states.newest(API_KEYS, COMPANY)


def until(asked: Asked, at: datetime) -> datetime:
    given = asked.body.get("expires_at")
    return datetime.fromisoformat(given) if given else at + USUAL


def shown(key: Mapping[str, Any]) -> dict[str, Any]:
    return {name: dump_time(value) if isinstance(value, datetime) else value
            for name, value in key.items()}  # fmt: skip

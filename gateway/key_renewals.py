"""A new API key for an old one, which is good for a while yet: nobody stands still between."""

from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

from gateway import api_key
from gateway.api_keys import KeyIssued, until
from gateway.asked import Asked
from gateway.http import post
from gateway.issuing import Issuing
from gateway.queries import Whole
from gateway.routes import ADMINISTRATORS, require_person
from gateway.shape import Shape
from gateway.times import Time
from gateway.told_once import ToldOnce

OVERLAP = 7  # days
LONGEST = 30


class RenewKey(Shape):
    expires_at = Time(metadata={"description": "of the new one: in 90 days, in 366 at most"})
    overlap_days = Whole(
        0, LONGEST, metadata={"description": f"for which the old one is good yet ({OVERLAP})"}
    )


class KeyRenewalRoutes(Issuing):
    @post(
        "/v1/api-keys/<key_id>/renew", roles=ADMINISTRATORS, body=RenewKey,
        answer=ToldOnce(KeyIssued),
    )  # fmt: skip
    def renew_api_key(self, asked: Asked, key_id: str) -> Any:
        """Another key for the same program, its events and versions; the old one ends later."""
        require_person(asked.caller)
        at, days = datetime.now(UTC), asked.body.get("overlap_days")
        decide = partial(
            api_key.renew, renewed=key_id, expires_at=until(asked, at), by=asked.context.actor,
            until=at + timedelta(days=OVERLAP if days is None else days), at=at,
        )  # fmt: skip
        return self._issue(decide, at)

"""Customers that somebody watches, over HTTP."""

from typing import Any

from marshmallow import fields

from gateway.answers import Page, Shown
from gateway.asked import Asked
from gateway.customers import PATH
from gateway.http import get, post
from gateway.queries import Listing
from gateway.routes import EVERY_ROLE
from kernel.nameko import remote


class Watched(Shown):
    id = fields.String(required=True, metadata={"description": "the customer's"})
    name = fields.String(
        required=True, allow_none=True,
        metadata={"description": "null, as all else of it: you may not see it any more"},
    )  # fmt: skip
    owner = fields.String(required=True, allow_none=True)
    stage = fields.String(required=True, allow_none=True)
    last_follow_up_at = fields.String(required=True, allow_none=True)
    next_contact_at = fields.String(required=True, allow_none=True)
    watched_at = fields.String(required=True, metadata={"description": "since when"})


class WatchingRoutes:
    activity = remote("activity")
    analytics = remote("analytics")

    @post(f"{PATH}/watch", roles=EVERY_ROLE)
    def watch_customer(self, asked: Asked, customer_id: str) -> Any:
        """Watch a customer that you may see: you are told what is new with it.

        Your notifications tell of it as `customer-news`: follow-ups, edits, contacts and files, who
        has it and shares it, its rung, deals and commitments; what you do yourself they leave out.
        What happens within three seconds is one notification, with several customers its `count`.
        You are told nothing of what you may not see at that moment. At most 100 watch one customer,
        and you watch at most as many as the company has set (500): 409 `too-many-watched`.
        """
        return self.activity.watch_customer(customer_id=customer_id)

    @post(f"{PATH}/unwatch", roles=EVERY_ROLE)
    def unwatch_customer(self, asked: Asked, customer_id: str) -> Any:
        """Watch a customer no more."""
        return self.activity.unwatch_customer(customer_id=customer_id)

    @get("/v1/watched", roles=EVERY_ROLE, query=Listing, answer=Page(Watched))
    def find_watched(self, asked: Asked) -> Any:
        """The customers that you watch, the latest first."""
        return self.analytics.watched(**asked.filters)

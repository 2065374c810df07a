"""Call lists over HTTP: opened, filled, worked down and closed."""

from typing import Any

from marshmallow import fields

from gateway.answers import Page, Receipted, Shown
from gateway.asked import Asked
from gateway.http import get, post
from gateway.names import Title
from gateway.ownership import SeveralCustomers
from gateway.queries import Listing
from gateway.routes import EVERY_ROLE
from gateway.rowwise import Rowwise
from gateway.shape import Shape
from kernel.nameko import remote

PATH = "/v1/call-lists/<list_id>"


class OpenCallList(Shape):
    name = Title(100, required=True, metadata={"example": "春季回访"})


class CallList(Shown):
    id = fields.String(required=True)
    version = fields.Integer(required=True)
    name = fields.String(required=True)
    opened_by = fields.String(required=True)
    opened_at = fields.String(required=True)
    closed = fields.Boolean(required=True)


class ToCall(Shown):
    id = fields.String(required=True, metadata={"description": "the customer's"})
    name = fields.String(required=True)
    owner = fields.String(required=True, allow_none=True)
    stage = fields.String(required=True)
    last_follow_up_at = fields.String(required=True, allow_none=True)
    next_contact_at = fields.String(required=True, allow_none=True)
    listed_at = fields.String(required=True)


class CallListRoutes:
    activity = remote("activity")
    analytics = remote("analytics")

    @post(
        "/v1/call-lists",
        roles=EVERY_ROLE,
        body=OpenCallList,
        answer=Receipted("/v1/call-lists/{id}"),
    )
    def open_call_list(self, asked: Asked) -> Any:
        """Open a call list, to put customers on by hand or by a key."""
        return self.activity.open_call_list(**asked.body)

    @get("/v1/call-lists", roles=EVERY_ROLE, query=Listing, answer=Page(CallList))
    def find_call_lists(self, asked: Asked) -> Any:
        """The call lists that are open, the newest first."""
        return self.analytics.call_lists(**asked.filters)

    @get(PATH, roles=EVERY_ROLE, query=Listing, answer=Page(ToCall))
    def read_call_list(self, asked: Asked, list_id: str) -> Any:
        """Who is still to be called, who was put there first before the others.

        Who does not want to be called any more is left out; a page may have fewer than `limit`.
        """
        return self.analytics.to_call(list_id=list_id, **asked.filters)

    @post(f"{PATH}/customers", roles=EVERY_ROLE, body=SeveralCustomers, answer=Rowwise())
    def put_on_call_list(self, asked: Asked, list_id: str) -> Any:
        """Put customers on a list; who is not to be called does not come onto it."""
        return self.activity.put_on_call_list(list_id=list_id, **asked.body)

    @post(f"{PATH}/strike", roles=EVERY_ROLE, body=SeveralCustomers, answer=Rowwise())
    def strike_off_call_list(self, asked: Asked, list_id: str) -> Any:
        """Strike customers off a list."""
        return self.activity.strike_off_call_list(list_id=list_id, **asked.body)

    @post(f"{PATH}/close", roles=EVERY_ROLE)
    def close_call_list(self, asked: Asked, list_id: str) -> Any:
        """Close a list: nobody comes onto it any more, who is on it can still be called."""
        return self.activity.close_call_list(list_id=list_id)

"""Masked telephone numbers, revealed over HTTP."""

from typing import Any

from marshmallow import fields

from gateway.answers import Record, Shown
from gateway.asked import Asked
from gateway.customers import PATH
from gateway.http import post
from gateway.profile import PhoneShown
from gateway.routes import EVERY_ROLE
from kernel.nameko import remote


class ContactRevealed(Shown):
    id = fields.String(required=True)
    name = fields.String(required=True)
    phones = fields.List(fields.Nested(PhoneShown), required=True)


class Revealed(Shown):
    id = fields.String(required=True)
    version = fields.Integer(required=True, metadata={"description": "for `If-Match`"})
    position = fields.String(required=True, metadata={"example": "customer:1041"})
    phones = fields.List(fields.Nested(PhoneShown), required=True)
    contacts = fields.List(fields.Nested(ContactRevealed), required=True)


class RevealRoutes:
    customer = remote("customer")

    @post(f"{PATH}/reveal", roles=EVERY_ROLE, answer=Record(Revealed, versioned=True))
    def reveal_phones(self, asked: Asked, customer_id: str) -> Any:
        """Read masked telephone numbers in full: it is told in the timeline, and counted by day."""
        return self.customer.reveal(customer_id=customer_id)

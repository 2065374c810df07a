"""What is masked, revealed over HTTP."""

from typing import Any

from marshmallow import fields

from gateway.answers import Record, Shown
from gateway.asked import Asked
from gateway.customers import PATH
from gateway.http import post
from gateway.profile import MessagingShown, PhoneShown
from gateway.routes import EVERY_ROLE
from kernel.nameko import remote


class Reached(Shown):
    phones = fields.List(fields.Nested(PhoneShown), required=True)
    emails = fields.List(fields.String(), required=True)
    messaging = fields.List(fields.Nested(MessagingShown), required=True)


class ContactRevealed(Reached):
    id = fields.String(required=True)
    name = fields.String(required=True)


class Revealed(Reached):
    id = fields.String(required=True)
    version = fields.Integer(required=True, metadata={"description": "for `If-Match`"})
    position = fields.String(required=True, metadata={"example": "customer:1041"})
    contacts = fields.List(fields.Nested(ContactRevealed), required=True)


class RevealRoutes:
    customer = remote("customer")

    @post(f"{PATH}/reveal", roles=EVERY_ROLE, answer=Record(Revealed, versioned=True))
    def reveal_phones(self, asked: Asked, customer_id: str) -> Any:
        """Read in full what is masked: it is told in the timeline, and counted by day.

        After as many as a person may read in a day (50, unless the company has set another number):
        409 `reveals-per-day` with `limit`, and `again_on`, the day on which it goes on.
        """
        return self.customer.reveal(customer_id=customer_id)

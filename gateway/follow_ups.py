"""Follow-ups over HTTP: a contact with a customer, on whatever channel."""

from typing import Any

from gateway.answers import Receipted
from gateway.asked import Asked
from gateway.customers import PATH
from gateway.fields import Choice, Text
from gateway.http import post
from gateway.names import Person
from gateway.routes import EVERY_ROLE
from gateway.shape import Shape
from gateway.times import Time
from kernel.nameko import remote

CHANNELS = ("visit", "phone", "message", "email", "wechat", "sms", "fax", "other")


class LogFollowUp(Shape):
    channel = Choice(*CHANNELS, required=True)
    outcome = Text(200, required=True)
    note = Text(10_000, lines=True)
    next_contact_at = Time()
    author = Person()
    at = Time()


class FollowUpRoutes:
    activity = remote("activity")

    @post(
        f"{PATH}/follow-ups",
        roles=EVERY_ROLE,
        body=LogFollowUp,
        answer=Receipted("/v1/customers/{customer_id}/timeline"),
    )
    def log_follow_up(self, asked: Asked, customer_id: str) -> Any:
        """Log a contact with a customer."""
        return self.activity.log_follow_up(customer_id=customer_id, **asked.body)

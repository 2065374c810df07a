"""Sharing a customer over HTTP: a second owner, and collaborators for a time."""

from typing import Any

from gateway.asked import Asked
from gateway.colleagues import Colleague
from gateway.http import post
from gateway.names import Person
from gateway.routes import EVERY_ROLE
from gateway.shape import Shape
from gateway.times import Time
from kernel.nameko import remote

PATH = "/v1/customers/<customer_id>"


class NameSecondOwner(Shape):
    person = Colleague(metadata={"description": "nobody any more if not given"})


class AddCollaborator(Shape):
    person = Colleague(required=True)
    until = Time(metadata={"description": "when it ends; never if not given"})


class RemoveCollaborator(Shape):
    person = Person(required=True)


class SharingRoutes:
    customer = remote("customer")

    @post(f"{PATH}/second-owner", roles=EVERY_ROLE, body=NameSecondOwner, conditional=True)
    def name_second_owner(self, asked: Asked, customer_id: str) -> Any:
        """Say who follows a customer up together with its owner, and sees it as their own."""
        return self.customer.name_second_owner(
            customer_id=customer_id, expected=asked.expected, **asked.body
        )

    @post(f"{PATH}/collaborators", roles=EVERY_ROLE, body=AddCollaborator, conditional=True)
    def add_collaborator(self, asked: Asked, customer_id: str) -> Any:
        """Let a colleague see a customer and work on it, for a time or until removed."""
        return self.customer.add_collaborator(
            customer_id=customer_id, expected=asked.expected, **asked.body
        )

    @post(
        f"{PATH}/collaborators/remove", roles=EVERY_ROLE, body=RemoveCollaborator, conditional=True
    )
    def remove_collaborator(self, asked: Asked, customer_id: str) -> Any:
        """Share a customer with a colleague no more; who collaborates may also go themselves."""
        return self.customer.remove_collaborator(
            customer_id=customer_id, expected=asked.expected, **asked.body
        )

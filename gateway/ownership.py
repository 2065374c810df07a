"""Who has a customer, over HTTP: taken back and locked; claimed and moved by the dozen."""

from typing import Any

from gateway.asked import Asked
from gateway.colleagues import Colleague
from gateway.customer_shapes import INTO, STAGES, ReleaseCustomer
from gateway.customers import PATH
from gateway.fields import Choice, Several, Text
from gateway.http import post
from gateway.routes import EVERY_ROLE
from gateway.rowwise import MOST, Rowwise
from gateway.shape import Shape
from gateway.times import Time
from kernel.nameko import remote


class LockCustomer(Shape):
    reason = Text(1000, required=True)
    until = Time()


class SeveralCustomers(Shape):
    ids = Several(Text(64, required=True), most=MOST, least=1, required=True)


class ReleaseSeveral(SeveralCustomers):
    reason = Text(1000, required=True)
    pool = Text(100, metadata={"description": INTO})


class AssignSeveral(SeveralCustomers):
    to = Colleague(required=True)


class MoveSeveral(SeveralCustomers):
    to = Choice(*STAGES[1:], required=True)
    reason = Text(1000)
    was = Choice(*STAGES, metadata={"description": "refused when it stands elsewhere by now"})


class OwnershipRoutes:
    customer = remote("customer")
    pipeline = remote("pipeline")

    @post(f"{PATH}/withdraw", roles=EVERY_ROLE, body=ReleaseCustomer, conditional=True)
    def withdraw_customer(self, asked: Asked, customer_id: str) -> Any:
        """Take a customer back into a pool: for managers, and admins of the pool it came from."""
        expected = asked.expected
        return self.customer.withdraw(customer_id=customer_id, expected=expected, **asked.body)

    @post(f"{PATH}/lock", roles=EVERY_ROLE, body=LockCustomer, conditional=True)
    def lock_customer(self, asked: Asked, customer_id: str) -> Any:
        """Lock a customer for a while or for good: it is not claimed and does not return."""
        return self.customer.lock(customer_id=customer_id, expected=asked.expected, **asked.body)

    @post(f"{PATH}/unlock", roles=EVERY_ROLE, conditional=True)
    def unlock_customer(self, asked: Asked, customer_id: str) -> Any:
        """Let a customer be claimed and return by itself again."""
        return self.customer.unlock(customer_id=customer_id, expected=asked.expected)

    @post("/v1/customers/claim", roles=EVERY_ROLE, body=SeveralCustomers, answer=Rowwise())
    def claim_customers(self, asked: Asked) -> Any:
        """Claim several customers; each is answered for itself."""
        return self.customer.claim_many(**asked.body)

    @post("/v1/customers/release", roles=EVERY_ROLE, body=ReleaseSeveral, answer=Rowwise())
    def release_customers(self, asked: Asked) -> Any:
        """Give several customers up; each is answered for itself."""
        return self.customer.release_many(**asked.body)

    @post("/v1/customers/assign", roles=EVERY_ROLE, body=AssignSeveral, answer=Rowwise())
    def assign_customers(self, asked: Asked) -> Any:
        """Give several customers to somebody; each is answered for itself."""
        return self.customer.assign_many(**asked.body)

    @post("/v1/customers/stage", roles=EVERY_ROLE, body=MoveSeveral, answer=Rowwise())
    def move_customers(self, asked: Asked) -> Any:
        """Move several customers to another rung; each is answered for itself."""
        return self.pipeline.stage_many(**asked.body)

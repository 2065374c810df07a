"""The customer's ladder over HTTP: pool, claimed, intent, high-intent, won, lost."""

from typing import Any

from gateway.asked import Asked
from gateway.customers import PATH, STAGES
from gateway.fields import Choice, Text
from gateway.http import post
from gateway.routes import EVERY_ROLE
from gateway.shape import Shape
from kernel.nameko import remote


class MoveStage(Shape):
    to = Choice(*STAGES[1:], required=True)  # into the pool it comes by being released
    reason = Text(1000)
    was = Choice(*STAGES, metadata={"description": "refused when it stands elsewhere by now"})


class LadderRoutes:
    pipeline = remote("pipeline")

    @post(f"{PATH}/stage", roles=EVERY_ROLE, body=MoveStage)
    def move_customer(self, asked: Asked, customer_id: str) -> Any:
        """Move a customer to another rung, such as intent or high-intent."""
        return self.pipeline.stage(customer_id=customer_id, **asked.body)

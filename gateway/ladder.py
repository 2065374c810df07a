"""The customer's ladder over HTTP: pool, claimed, intent, high-intent, won, lost."""

from typing import Any

from marshmallow import fields

from gateway.answers import Record, Shown
from gateway.asked import Asked
from gateway.customer_shapes import STAGES
from gateway.customers import PATH
from gateway.fields import Choice, Text
from gateway.http import get, post
from gateway.routes import EVERY_ROLE
from gateway.shape import Shape
from kernel.nameko import remote


class MoveStage(Shape):
    to = Choice(*STAGES[1:], required=True)  # into the pool it comes by being released
    reason = Text(1000)
    was = Choice(*STAGES, metadata={"description": "refused when it stands elsewhere by now"})


class Stood(Shown):
    stage = fields.String(required=True, metadata={"enum": list(STAGES)})
    since = fields.DateTime(required=True)
    until = fields.DateTime(
        required=True, allow_none=True, metadata={"description": "null: it stands there now"}
    )
    days = fields.Float(required=True)
    by = fields.String(required=True, allow_none=True)
    reason = fields.String(required=True, allow_none=True)


class Rungs(Shown):
    stage = fields.String(required=True, metadata={"enum": list(STAGES)})
    days = fields.Dict(
        required=True, keys=fields.String(), values=fields.Float(),
        metadata={"description": "on each rung in all", "example": {"claimed": 3.5}},
    )  # fmt: skip
    items = fields.List(
        fields.Nested(Stood), required=True,
        metadata={"description": "oldest first, of all who have had it: the newest 200 steps"},
    )  # fmt: skip


class LadderRoutes:
    pipeline = remote("pipeline")
    analytics = remote("analytics")

    @post(f"{PATH}/stage", roles=EVERY_ROLE, body=MoveStage)
    def move_customer(self, asked: Asked, customer_id: str) -> Any:
        """Move a customer to another rung, such as intent or high-intent."""
        return self.pipeline.stage(customer_id=customer_id, **asked.body)

    @get(f"{PATH}/rungs", roles=EVERY_ROLE, answer=Record(Rungs))
    def read_rungs(self, asked: Asked, customer_id: str) -> Any:
        """On which rungs a customer has stood, and for how long.

        To be released leads back to the pool; what was before stays.
        """
        return self.analytics.rungs(customer_id=customer_id, **asked.filters)

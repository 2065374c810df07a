"""Commitments over HTTP: what was promised to customers, kept, broken, postponed, given on."""

from typing import Any

from marshmallow import fields

from gateway.answers import Page, Record, Shown
from gateway.asked import Asked
from gateway.fields import Choice, Text
from gateway.http import get, post
from gateway.names import Person
from gateway.queries import Listing
from gateway.routes import EVERY_ROLE
from gateway.shape import Shape
from gateway.times import Day
from kernel.nameko import remote

STATUSES = ("open", "kept", "broken")
PATH = "/v1/commitments/<commitment_id>"


class KeepCommitment(Shape):
    note = Text(1_000, lines=True)


class BreakCommitment(Shape):
    reason = Text(1_000, lines=True, required=True)


class PostponeCommitment(Shape):
    due_on = Day(required=True)
    reason = Text(1_000, lines=True)


class ReassignCommitment(Shape):
    to = Person(required=True)


class FindCommitments(Listing):
    owner = Text(200)
    status = Choice(*STATUSES)
    due = Text(50, metadata={"description": "open ones: today, overdue, a day or a..b"})
    customer_id = Text(64, metadata={"description": "all of it that you may see, whosever"})


class CommitmentShown(Shown):
    id = fields.String(required=True)
    version = fields.Integer(required=True)
    customer_id = fields.String(required=True)
    customer = fields.String(required=True, allow_none=True)
    follow_up_id = fields.String(required=True, metadata={"description": "in which promised"})
    text = fields.String(required=True)
    due_on = fields.Date(required=True)
    owner = fields.String(
        required=True, allow_none=True,
        metadata={"description": "null: nobody's, until somebody has claimed the customer"},
    )  # fmt: skip
    by = fields.String(required=True, metadata={"description": "who promised it"})
    status = fields.String(required=True, metadata={"enum": list(STATUSES)})
    overdue = fields.Boolean(required=True)
    late = fields.Boolean(required=True, metadata={"description": "kept after its day"})
    kept_on = fields.Date(required=True, allow_none=True)
    note = fields.String(required=True, allow_none=True)
    reason = fields.String(required=True, allow_none=True)
    postponed = fields.Integer(required=True, metadata={"description": "how often"})
    promised_at = fields.DateTime(required=True)
    closed_at = fields.DateTime(required=True, allow_none=True)
    closed_by = fields.String(required=True, allow_none=True)


class CommitmentRoutes:
    activity = remote("activity")
    analytics = remote("analytics")

    @get("/v1/commitments", roles=EVERY_ROLE, query=FindCommitments, answer=Page(CommitmentShown))
    def find_commitments(self, asked: Asked) -> Any:
        """What was promised to customers, the first due first."""
        return self.analytics.commitments(**asked.filters)

    @get(PATH, roles=EVERY_ROLE, answer=Record(CommitmentShown))
    def read_commitment(self, asked: Asked, commitment_id: str) -> Any:
        """One commitment."""
        return self.analytics.commitment(commitment_id=commitment_id, **asked.filters)

    @post(f"{PATH}/keep", roles=EVERY_ROLE, body=KeepCommitment)
    def keep_commitment(self, asked: Asked, commitment_id: str) -> Any:
        """What was promised has been done."""
        return self.activity.keep_commitment(commitment_id=commitment_id, **asked.body)

    @post(f"{PATH}/break", roles=EVERY_ROLE, body=BreakCommitment)
    def break_commitment(self, asked: Asked, commitment_id: str) -> Any:
        """What was promised will not be done, for a reason."""
        return self.activity.break_commitment(commitment_id=commitment_id, **asked.body)

    @post(f"{PATH}/postpone", roles=EVERY_ROLE, body=PostponeCommitment)
    def postpone_commitment(self, asked: Asked, commitment_id: str) -> Any:
        """Another day has been agreed with the customer."""
        return self.activity.postpone_commitment(commitment_id=commitment_id, **asked.body)

    @post(f"{PATH}/reassign", roles=EVERY_ROLE, body=ReassignCommitment)
    def reassign_commitment(self, asked: Asked, commitment_id: str) -> Any:
        """Somebody else is to keep it."""
        return self.activity.reassign_commitment(commitment_id=commitment_id, **asked.body)

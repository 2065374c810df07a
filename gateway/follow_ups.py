"""Follow-ups over HTTP: a contact with a customer is logged, and what was said of it amended."""

from typing import Any

from gateway.answers import Receipted
from gateway.asked import Asked
from gateway.customers import PATH
from gateway.fields import Choice, Flag, Several, Text
from gateway.http import patch, post
from gateway.money import MoneyGiven
from gateway.names import Person, Title
from gateway.parts import Part, Patch
from gateway.routes import EVERY_ROLE
from gateway.shape import Shape
from gateway.times import Day, Time
from kernel.nameko import remote

CHANNELS = ("visit", "phone", "message", "email", "wechat", "sms", "fax", "other")
ONE = "/v1/follow-ups/<follow_up_id>"
LONGEST = 10_000


class PromiseGiven(Shape):
    text = Text(1_000, required=True)
    due_on = Day(required=True)
    owner = Person(metadata={"description": "who keeps it; the author if not given"})


class NewOpportunityGiven(Shape):
    name = Title(200)
    product = Text(200, metadata={"description": "names the deal when no name is given"})
    amount = MoneyGiven()
    expected_close = Day()


class Said(Shape):
    note = Text(LONGEST, lines=True)
    next_contact_at = Time()
    needs = Text(LONGEST, lines=True, metadata={"description": "what the customer wants"})
    discussed = Text(LONGEST, lines=True, metadata={"description": "points talked about"})
    market_info = Text(LONGEST, lines=True, metadata={"description": "heard of the market"})
    contacts = Several(
        Text(64, required=True), most=50,
        metadata={"description": "ids of the customer's contacts who were met"},
    )  # fmt: skip
    opportunity_id = Text(64, metadata={"description": "which deal of the customer it is about"})
    reached = Flag(metadata={"description": "false: nobody answered; else somebody was met"})


class LogFollowUp(Said):
    channel = Choice(*CHANNELS, required=True)
    outcome = Text(200, required=True)
    promises = Several(
        Part(PromiseGiven, required=True), most=20,
        metadata={"description": "each becomes a commitment that is kept or broken"},
    )  # fmt: skip
    new_opportunity = Part(
        NewOpportunityGiven,
        metadata={"description": "a deal that came of it, and is opened by it; its id is answered"},
    )
    author = Person()
    at = Time()


class AmendFollowUp(Patch, Said):
    channel = Choice(*CHANNELS, allow_none=False)
    outcome = Text(200, allow_none=False)
    reason = Text(1_000, metadata={"description": "needed unless you are the author"})


class FollowUpRoutes:
    activity = remote("activity")

    @post(
        f"{PATH}/follow-ups",
        roles=EVERY_ROLE,
        body=LogFollowUp,
        answer=Receipted("/v1/follow-ups/{id}"),
    )
    def log_follow_up(self, asked: Asked, customer_id: str) -> Any:
        """Log a contact with a customer."""
        return self.activity.log_follow_up(customer_id=customer_id, **asked.body)

    @patch(ONE, roles=EVERY_ROLE, body=AmendFollowUp, conditional=True)
    def amend_follow_up(self, asked: Asked, follow_up_id: str) -> Any:
        """Amend what the body mentions: the author for 7 days, a manager with a reason."""
        changes = {name: value for name, value in asked.body.items() if name != "reason"}
        return self.activity.amend_follow_up(
            follow_up_id=follow_up_id, changes=changes, reason=asked.body.get("reason"),
            expected=asked.expected,
        )  # fmt: skip

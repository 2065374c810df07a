"""Follow-ups over HTTP: logged, amended, and looked for in the register of all conversations."""

from typing import Any

from marshmallow import fields

from gateway.answers import Page, Receipted, Record, Shown
from gateway.asked import Asked
from gateway.customers import PATH
from gateway.fields import Choice, Flag, Several, Text
from gateway.files import FileShown
from gateway.follow_up_table import Table, table
from gateway.http import get, patch, post
from gateway.money import MoneyGiven
from gateway.names import Person, Title
from gateway.organising import Organising
from gateway.parts import Part, Patch
from gateway.queries import Listing, Reading
from gateway.routes import EVERY_ROLE
from gateway.shape import Shape
from gateway.times import Day, Time
from kernel.nameko import remote

CHANNELS = ("visit", "phone", "message", "email", "wechat", "sms", "fax", "other")
ONE = "/v1/follow-ups/<follow_up_id>"
LONGEST = 10_000
SECONDS = 100.0  # for a table of many pages


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


class FindFollowUps(Listing):
    person = Text(200, metadata={"description": "the author"})
    team = Text(100, metadata={"description": "authors of this team and those below it"})
    from_ = Day(data_key="from")
    to = Day()
    channel = Choice(*CHANNELS)
    outcome = Text(200)
    customer_id = Text(64, metadata={"description": "all of it that you may see, by whomever"})
    opportunity_id = Text(64)
    with_opportunity = Choice("true", "false", says="whether it is about a deal")
    opened_opportunity = Choice("true", "false", says="whether it has led to a new deal")
    q = Text(
        100,
        metadata={
            "description": "words in note, needs, points, market information, outcome or promises; "
            "of each text its first 2,000 characters"
        },
    )


class PromiseShown(Shown):
    commitment_id = fields.String(required=True)
    text = fields.String(required=True)
    due_on = fields.Date(required=True, metadata={"description": "as it was promised"})
    owner = fields.String(required=True, metadata={"description": "as it was promised"})
    status = fields.String(required=True, metadata={"enum": ["open", "kept", "broken"]})


class FollowUpFileShown(FileShown):
    class Meta(Shown.Meta):
        exclude = ("contact_id",)


class FollowUpShown(Shown):
    id = fields.String(required=True)
    version = fields.Integer(required=True, metadata={"description": "for `If-Match`"})
    customer_id = fields.String(required=True)
    customer = fields.String(
        required=True, allow_none=True,
        metadata={"description": "what it is called; null when you may not see it any more"},
    )  # fmt: skip
    author = fields.String(required=True)
    at = fields.DateTime(required=True)
    entered_at = fields.DateTime(required=True)
    channel = fields.String(required=True, metadata={"enum": list(CHANNELS)})
    outcome = fields.String(required=True)
    note = fields.String(required=True)
    needs = fields.String(required=True, allow_none=True)
    discussed = fields.String(required=True, allow_none=True)
    market_info = fields.String(required=True, allow_none=True)
    next_contact_at = fields.DateTime(required=True, allow_none=True)
    contacts = fields.List(fields.String(), required=True)
    opportunity_id = fields.String(required=True, allow_none=True)
    reached = fields.Boolean(required=True, allow_none=True)
    promises = fields.List(fields.Nested(PromiseShown), required=True)
    files = fields.List(fields.Nested(FollowUpFileShown), required=True)
    amended_at = fields.DateTime(required=True, allow_none=True)
    amended_by = fields.String(required=True, allow_none=True)
    amended_because = fields.String(required=True, allow_none=True)


class FollowUpRoutes(Organising):
    activity = remote("activity")
    analytics = remote("analytics")

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

    @get("/v1/follow-ups", roles=EVERY_ROLE, query=FindFollowUps, answer=Page(FollowUpShown))
    def find_follow_ups(self, asked: Asked) -> Any:
        """The conversation register over all customers, the latest first."""
        return self.analytics.follow_ups(**self._sought(asked))

    @get(
        "/v1/follow-ups.csv", roles=EVERY_ROLE, query=FindFollowUps, answer=Table(),
        seconds=SECONDS,
    )  # fmt: skip
    def download_follow_ups(self, asked: Asked) -> Any:
        """The same register as a table that a spreadsheet opens; at most 50,000 lines."""
        sought = self._sought(asked)
        return table(lambda **page: self.analytics.follow_ups(**sought | page))

    @get(ONE, roles=EVERY_ROLE, query=Reading, answer=Record(FollowUpShown, versioned=True))
    def read_follow_up(self, asked: Asked, follow_up_id: str) -> Any:
        """One follow-up as it reads now; its ETag is what If-Match compares."""
        return self.analytics.follow_up(follow_up_id=follow_up_id, **asked.filters)

    def _sought(self, asked: Asked) -> dict[str, Any]:
        """With the people of a team that is named; NotFound when there is none."""
        sought = dict(asked.filters)
        if team := sought.pop("team", None):
            sought["people"] = sorted(self._organisation().members(team))
        return sought

"""The register of all conversations over HTTP: searched and read."""

from typing import Any

from marshmallow import fields

from gateway.answers import Page, Record, Shown
from gateway.asked import Asked
from gateway.fields import Choice, Text
from gateway.files import FileShown
from gateway.follow_ups import CHANNELS, ONE
from gateway.http import get
from gateway.organising import Organising
from gateway.queries import Listing, Reading
from gateway.routes import EVERY_ROLE
from gateway.times import Day
from kernel.nameko import remote


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


class ConversationRoutes(Organising):
    analytics = remote("analytics")

    @get("/v1/follow-ups", roles=EVERY_ROLE, query=FindFollowUps, answer=Page(FollowUpShown))
    def find_follow_ups(self, asked: Asked) -> Any:
        """The conversation register over all customers, the latest first."""
        return self.analytics.follow_ups(**self._sought(asked))

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

"""Quick logs over HTTP: templates bound to keys, and one key for one customer or a call list."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from marshmallow import fields

from gateway.answers import Receipt, Receipted, Record, Shown
from gateway.asked import Asked
from gateway.callers import Callers
from gateway.customers import PATH
from gateway.fields import Choice, Flag, Several, Text
from gateway.follow_ups import CHANNELS
from gateway.http import get, post, put
from gateway.names import Title
from gateway.next_customer import NextOf, next_customer
from gateway.queries import Reading, Whole
from gateway.routes import EVERY_ROLE
from gateway.rowwise import MOST, Rowwise
from gateway.shape import Shape
from gateway.times import Time
from kernel.nameko import remote
from kernel.refusal import NotFound

SCOPES = ("person", "team", "company")
EFFECTS = ("raise", "lower", "stage", "release")
KEYS = "1 to 9, a to z, F1 to F12"
FILLED = "with {customer}, {contact}, {author} and {date} to be filled in"
HOLDER = "the person's login, or the team's id; of your own and the company's nothing"


class QuickLogEffect(Shape):
    do = Choice(*EFFECTS, required=True, says="raise and lower go by one rung")
    to = Text(64, metadata={"description": "the rung, or the pool (`public` if none is named)"})


class WhoseQuickLog(Shape):
    scope = Choice(*SCOPES, required=True)
    holder = Text(200, metadata={"description": HOLDER})


class BindQuickLog(WhoseQuickLog):
    name = Title(50, required=True, metadata={"example": "无意向"})
    text = Text(2_000, lines=True, metadata={"description": FILLED})
    channel = Choice(*CHANNELS, required=True)
    outcome = Text(200, required=True)
    next_contact_days = Whole(0, 3_650)
    working_day = Flag(metadata={"description": "moved to the next day that is worked"})
    effects = Several(fields.Nested(QuickLogEffect), most=4)


class PressKey(Shape):
    """A bare key needs no body."""

    note = Text(5_000, lines=True, metadata={"description": "after the template's text"})
    contact_id = Text(64, metadata={"description": "who was reached"})
    next_contact_at = Time(metadata={"description": "instead of the template's"})
    next_of = fields.Nested(NextOf, metadata={"description": "the list that you work down"})


class QuickLogRow(Shape):
    customer_id = Text(64, required=True)
    key = Text(64, required=True, metadata={"description": KEYS})
    note = Text(5_000, lines=True)
    contact_id = Text(64)
    next_contact_at = Time()


class LogSeveral(Shape):
    rows = Several(fields.Nested(QuickLogRow, required=True), most=MOST, required=True)


class TemplateNamed(Shown):
    scope = fields.String(required=True)
    holder = fields.String(required=True)
    key = fields.String(required=True)
    version = fields.Integer(required=True)


class WillFollow(Shown):
    do = fields.String(required=True)
    to = fields.String(required=True, allow_none=True)
    service = fields.String(required=True)


class QuickLogged(Receipt):
    template = fields.Nested(TemplateNamed, metadata={"description": "by which it was written"})
    next_contact_at = fields.String(allow_none=True)
    follows = fields.List(
        fields.Nested(WillFollow),
        metadata={"description": "what follows in a moment; what cannot is told in the timeline"},
    )
    next = fields.Dict(
        allow_none=True,
        metadata={"description": "the customer that comes next in `next_of`: its id and name"},
    )


@dataclass(frozen=True)
class Pressed(Receipted):
    """A receipt that says what will follow, and who comes next."""

    schema = QuickLogged


class QuickLogShown(TemplateNamed):
    name = fields.String(required=True)
    text = fields.String(required=True)
    channel = fields.String(required=True)
    outcome = fields.String(required=True)
    next_contact_days = fields.Integer(required=True, allow_none=True)
    working_day = fields.Boolean(required=True)
    effects = fields.List(fields.Dict(), required=True)


class QuickLogsShown(Shown):
    items = fields.List(fields.Nested(QuickLogShown), required=True)
    next = fields.String(required=True, allow_none=True)


class FindQuickLogs(Reading):
    scope = Choice(*SCOPES, says="only those of this scope, whether others hide them or not")
    holder = Text(200, metadata={"description": HOLDER})


class QuickLogRoutes:
    activity = remote("activity")
    analytics = remote("analytics")
    callers: Callers

    @get("/v1/quick-logs", roles=EVERY_ROLE, query=FindQuickLogs, answer=Record(QuickLogsShown))
    def find_quick_logs(self, asked: Asked) -> Any:
        """Your keys: your own templates before your team's, those before the company's."""
        filters, holder = asked.filters, asked.query.get("holder")
        if asked.query.get("scope") == "team":
            self._team(holder)
        return self.analytics.quick_logs(teams=self._teams(asked), **filters)

    @put("/v1/quick-logs/<key>", roles=EVERY_ROLE, body=BindQuickLog, conditional=True)
    def bind_quick_log(self, asked: Asked, key: str) -> Any:
        """Bind a template to a key, of your own, of a team that you lead or of the company."""
        how = self._led(asked)
        return self.activity.bind_quick_log(
            key=key, expected=asked.expected, **how, **plain(asked.body)
        )

    @post("/v1/quick-logs/<key>/retire", roles=EVERY_ROLE, body=WhoseQuickLog, conditional=True)
    def retire_quick_log(self, asked: Asked, key: str) -> Any:
        """Free a key: the template of the wider scope holds again."""
        how = self._led(asked)
        return self.activity.retire_quick_log(key=key, expected=asked.expected, **how, **asked.body)

    @post("/v1/quick-logs", roles=EVERY_ROLE, body=LogSeveral, answer=Rowwise())
    def quick_log_several(self, asked: Asked) -> Any:
        """Log a call list: one key for each customer, each answered for itself."""
        rows = [dict(row) for row in asked.body["rows"]]
        return self.activity.quick_logs(rows=rows, teams=self._teams(asked))

    @post(
        f"{PATH}/quick-log/<key>",
        roles=EVERY_ROLE,
        body=PressKey,
        answer=Pressed("/v1/customers/{customer_id}/timeline"),
    )
    def quick_log(self, asked: Asked, customer_id: str, key: str) -> Any:
        """Log a follow-up with one key, and tell who comes next in the list."""
        body = dict(asked.body)
        asked_next = body.pop("next_of", None)
        said = {"customer_id": customer_id, "key": key, "teams": self._teams(asked)}
        made = self.activity.quick_log(**said, **body)
        if asked_next is None:
            return made
        return {**made, "next": next_customer(self.analytics, asked_next, customer_id, made)}

    def _teams(self, asked: Asked) -> list[str]:
        """The caller's team and those above it, the nearest first."""
        organisation = self.callers.organisation
        person = organisation.people.get(asked.context.actor)
        return list(organisation.above(person.team)) if person else []

    def _led(self, asked: Asked) -> dict[str, bool]:
        """Whether the team that is named is the caller's own, or one below it."""
        if asked.body["scope"] != "team":
            return {}
        team = self._team(asked.body.get("holder"))
        own = self._teams(asked)[:1]
        return {"led": bool(own) and own[0] in self.callers.organisation.above(team)}

    def _team(self, id: str | None) -> str:
        if id not in self.callers.organisation.teams:
            raise NotFound(what="team", id=id)
        return str(id)


def plain(body: Mapping[str, Any]) -> dict[str, Any]:
    effects = [dict(effect) for effect in body.get("effects", ())]
    return {**body, "effects": effects} if effects else dict(body)

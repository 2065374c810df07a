"""What is sent and answered about quick logs: templates, keys that are pressed, what follows."""

from dataclasses import dataclass

from marshmallow import fields

from gateway.answers import Receipt, Receipted, Shown
from gateway.fields import Choice, Flag, Several, Text
from gateway.follow_ups import CHANNELS
from gateway.names import Title
from gateway.next_customer import NextOf
from gateway.queries import Reading, Whole
from gateway.rowwise import MOST
from gateway.shape import Shape
from gateway.times import Time

SCOPES = ("person", "team", "company")
EFFECTS = ("raise", "lower", "stage", "release", "list")
KEYS = "1 to 9, a to z, F1 to F12"
FILLED = "with {customer}, {contact}, {author} and {date} to be filled in"
HOLDER = "the person's login, or the team's id; of your own and the company's nothing"


class QuickLogEffect(Shape):
    do = Choice(*EFFECTS, required=True, says="raise and lower go by one rung")
    to = Text(
        64, metadata={"description": "the rung, the list, or the pool (else where it came from)"}
    )


class WhoseQuickLog(Shape):
    scope = Choice(*SCOPES, required=True)
    holder = Text(200, metadata={"description": HOLDER})


class BindQuickLog(WhoseQuickLog):
    name = Title(50, required=True, metadata={"example": "无意向"})
    text = Text(2_000, lines=True, metadata={"description": FILLED})
    channel = Choice(*CHANNELS, required=True)
    outcome = Title(200, required=True)
    next_contact_days = Whole(0, 3_650)
    working_day = Flag(metadata={"description": "moved to the next day that is worked"})
    effects = Several(fields.Nested(QuickLogEffect), most=4)
    reached = Flag(metadata={"description": "false: nobody answered"})


class PressKey(Shape):
    """A bare key needs no body."""

    note = Text(5_000, lines=True, metadata={"description": "after the template's text"})
    contact_id = Text(64, metadata={"description": "who was reached"})
    next_contact_at = Time(metadata={"description": "instead of the template's"})
    next_of = fields.Nested(NextOf, metadata={"description": "the customers you work down"})
    call_list = Text(64, metadata={"description": "the list you work down: struck off by this"})


class QuickLogRow(Shape):
    customer_id = Text(64, required=True)
    key = Text(64, required=True, metadata={"description": KEYS})
    note = Text(5_000, lines=True)
    contact_id = Text(64)
    next_contact_at = Time()


class LogSeveral(Shape):
    rows = Several(fields.Nested(QuickLogRow, required=True), most=MOST, least=1, required=True)


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
        metadata={"description": "who comes next, its id and name; null: you are through"},
    )
    next_unknown = fields.String(
        metadata={
            "description": "it is logged, but the list could not be read: why; "
            "sent again with its key, it is answered with who comes next"
        }
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
    reached = fields.Boolean(required=True, allow_none=True)


class QuickLogsShown(Shown):
    items = fields.List(fields.Nested(QuickLogShown), required=True)
    next = fields.String(required=True, allow_none=True)


class FindQuickLogs(Reading):
    scope = Choice(*SCOPES, says="only those of this scope, whether others hide them or not")
    holder = Text(200, metadata={"description": HOLDER})

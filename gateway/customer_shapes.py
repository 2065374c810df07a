"""What is sent and answered about customers."""

from marshmallow import fields

from gateway.answers import Shown
from gateway.colleagues import Colleague
from gateway.contacts import ContactShown
from gateway.fields import Choice, Flag, Several, Text
from gateway.files import FileShown
from gateway.names import Title
from gateway.parts import Patch
from gateway.profile import Described, ProfileShown
from gateway.queries import Listing
from gateway.shape import Shape

STAGES = ("pool", "claimed", "intent", "high-intent", "won", "lost")
STATUSES = ("followed_up", "not_followed_up")
SORTS = tuple(
    sign + field
    for field in ("touched_at", "name", "next_contact_at", "last_follow_up_at")
    for sign in ("", "-")
)
STRANGER = "keep_unknown_owner"


class RegisterCustomer(Described):
    name = Title(200, required=True)
    pool = Text(100)
    owner = Colleague(
        unless=STRANGER,
        metadata={"description": "who works here, as /v1/people has it; a manager may name others"},
    )
    keep_unknown_owner = Flag(
        metadata={
            "description": "an owner whom the organisation does not know, as files of the past "
            "have them, is kept; without, such a one is refused where anybody is known at all"
        }
    )


class EditCustomer(Patch, Described):
    name = Title(200, allow_none=False)


class ArchiveCustomer(Shape):
    reason = Text(1000, required=True)


INTO = "into which; else the pool that it came from. That one's cool-down goes with it"


class ReleaseCustomer(Shape):
    reason = Text(1000, required=True)
    pool = Text(100, metadata={"description": INTO})


class AssignCustomer(Shape):
    to = Colleague(required=True)


class FindCustomers(Listing):
    q = Text(
        100,
        metadata={
            "description": "any part of a name or its pinyin or initials, a phone, e-mail, "
            "messaging id, street or credit code, of the customer or a contact; of what is masked "
            "for you only the whole",
            "example": "8000",
        },
    )
    owner = Text(200)
    second_owner = Text(200)
    registered_by = Text(200, metadata={"description": "who brought it in first"})
    team = Text(100, metadata={"description": "id: of its people and those of teams below it"})
    pool = Text(100)
    stage = Choice(*STAGES)
    contact_status = Choice(*STATUSES)
    due = Text(50, metadata={"description": "today, overdue, never, forgotten:N, a day or a..b"})
    level = Text(50)
    industry = Text(100)
    source = Text(100)
    business_status = Text(100)
    locality = Text(100)
    city = Text(100, metadata={"description": "of any address, as 杭州市"})
    district = Text(100, metadata={"description": "of any address, as 西湖区"})
    field = Several(
        Text(200, required=True),
        most=10,
        metadata={"description": "`id:value` of a field of your own; several must all hold"},
    )
    complete = Choice("true", "false", says="whether all is there that the level requires")
    archived = Choice("true", "false", says="those in the archive instead of all others")
    sort = Choice(*SORTS, says="`-` turns the order round; without, q's best first or -touched_at")


class Collaborator(Shown):
    person = fields.String(required=True)
    until = fields.DateTime(
        required=True, allow_none=True, metadata={"description": "null: until removed"}
    )


class Customer(ProfileShown):
    id = fields.String(required=True)
    version = fields.Integer(required=True, metadata={"description": "for `If-Match`"})
    owner = fields.String(required=True, allow_none=True)
    second_owner = fields.String(required=True, allow_none=True)
    collaborators = fields.List(
        fields.Nested(Collaborator),
        required=True,
        metadata={"description": "who shares it now: what has run out is not shown"},
    )
    pool = fields.String(required=True, allow_none=True)
    stage = fields.String(required=True, metadata={"enum": list(STAGES)})
    stage_since = fields.DateTime(required=True, allow_none=True)
    contact_status = fields.String(required=True, metadata={"enum": list(STATUSES)})
    registered_by = fields.String(required=True)
    registered_at = fields.DateTime(required=True, allow_none=True)
    touched_at = fields.DateTime(required=True, allow_none=True)
    last_follow_up_at = fields.DateTime(required=True, allow_none=True)
    next_contact_at = fields.DateTime(required=True, allow_none=True)
    masked = fields.Boolean(
        required=True,
        metadata={"description": "whether anything here and of `contacts` waits for a reveal"},
    )
    masked_fields = fields.List(
        fields.String(),
        required=True,
        metadata={"description": "what: phones, emails, messaging", "example": ["phones"]},
    )
    contacts = fields.List(fields.Nested(ContactShown), required=True)
    files = fields.List(fields.Nested(FileShown), required=True)
    archived_at = fields.DateTime(required=True, allow_none=True)
    archived_by = fields.String(required=True, allow_none=True)
    archive_reason = fields.String(required=True, allow_none=True)


class Happening(Shown):
    id = fields.String(required=True, metadata={"example": "/guanxi/customer/1041"})
    what = fields.String(required=True, metadata={"example": "CustomerClaimed"})
    who = fields.String(required=True)
    at = fields.DateTime(required=True)
    recorded_at = fields.DateTime(required=True)
    position = fields.String(required=True)
    details = fields.Dict(required=True)

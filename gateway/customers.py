"""Customers over HTTP: registered, edited, moved, archived; found, read and looked back on."""

from typing import Any

from marshmallow import fields

from gateway.answers import Page, Record, Shown
from gateway.asked import Asked
from gateway.colleagues import Colleague
from gateway.contacts import ContactShown
from gateway.duplicates import Warned
from gateway.fields import Choice, Flag, Several, Text
from gateway.files import FileShown
from gateway.http import get, patch, post
from gateway.names import Title
from gateway.organising import Organising
from gateway.parts import Patch
from gateway.profile import Described, ProfileShown
from gateway.queries import Listing
from gateway.routes import EVERY_ROLE
from gateway.shape import Shape
from kernel.nameko import remote

STAGES = ("pool", "claimed", "intent", "high-intent", "won", "lost")
STATUSES = ("followed_up", "not_followed_up")
SORTS = tuple(
    sign + field
    for field in ("touched_at", "name", "next_contact_at", "last_follow_up_at")
    for sign in ("", "-")
)
READ_BY = ("region", "keep_invalid_phones")  # how a profile is read, and no part of it
STRANGER = "keep_unknown_owner"
PATH = "/v1/customers/<customer_id>"


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


class CustomerRoutes(Organising):
    customer = remote("customer")
    analytics = remote("analytics")

    @post(
        "/v1/customers",
        roles=EVERY_ROLE,
        body=RegisterCustomer,
        answer=Warned("/v1/customers/{id}"),
    )
    def register_customer(self, asked: Asked) -> Any:
        """Register a customer: yours, or a pool's when you name one."""
        known = {name: value for name, value in asked.body.items() if name != STRANGER}
        return self.customer.register(**known)

    @patch(PATH, roles=EVERY_ROLE, body=EditCustomer, conditional=True)
    def edit_customer(self, asked: Asked, customer_id: str) -> Any:
        """Change what the body mentions: null and [] clear, what is left out stays."""
        how = {name: asked.body.get(name) for name in READ_BY}
        changes = {name: value for name, value in asked.body.items() if name not in READ_BY}
        return self.customer.edit(
            customer_id=customer_id, changes=changes, expected=asked.expected, **how
        )

    @post(f"{PATH}/archive", roles=EVERY_ROLE, body=ArchiveCustomer, conditional=True)
    def archive_customer(self, asked: Asked, customer_id: str) -> Any:
        """Put a customer away: out of all lists, its phones free for others."""
        return self.customer.archive(customer_id=customer_id, expected=asked.expected, **asked.body)

    @post(f"{PATH}/restore", roles=EVERY_ROLE, conditional=True)
    def restore_customer(self, asked: Asked, customer_id: str) -> Any:
        """Take a customer out of the archive, unless its phones are another's by now."""
        return self.customer.restore(customer_id=customer_id, expected=asked.expected)

    @post(f"{PATH}/claim", roles=EVERY_ROLE, conditional=True)
    def claim_customer(self, asked: Asked, customer_id: str) -> Any:
        """Claim a customer that lies in a pool."""
        return self.customer.claim(customer_id=customer_id, expected=asked.expected)

    @post(f"{PATH}/release", roles=EVERY_ROLE, body=ReleaseCustomer, conditional=True)
    def release_customer(self, asked: Asked, customer_id: str) -> Any:
        """Give a customer up, into a pool."""
        return self.customer.release(customer_id=customer_id, expected=asked.expected, **asked.body)

    @post(f"{PATH}/assign", roles=EVERY_ROLE, body=AssignCustomer, conditional=True)
    def assign_customer(self, asked: Asked, customer_id: str) -> Any:
        """Give a customer to somebody; out of a pool, its admins may do it too."""
        return self.customer.assign(customer_id=customer_id, expected=asked.expected, **asked.body)

    @get("/v1/customers", roles=EVERY_ROLE, query=FindCustomers, answer=Page(Customer))
    def find_customers(self, asked: Asked) -> Any:
        """Search and filter the customers that you may see, last touched first.

        With `q` the most useful come first: who is called exactly so or has exactly this number,
        then what begins with it, then any part; of each kind your own before others. The last
        digits of a phone find it, however they are spaced. All filters must hold together.
        A page may have fewer than `limit` while there is a `next`.
        """
        filters = asked.filters
        if team := filters.pop("team", None):
            filters["owners"] = sorted(self._organisation().members(team))
        return self.analytics.customers(**filters)

    @get(PATH, roles=EVERY_ROLE, answer=Record(Customer, versioned=True))
    def read_customer(self, asked: Asked, customer_id: str) -> Any:
        """One customer; its ETag is what If-Match compares."""
        return self.analytics.customer(customer_id=customer_id, **asked.filters)

    @get(f"{PATH}/timeline", roles=EVERY_ROLE, query=Listing, answer=Page(Happening))
    def read_timeline(self, asked: Asked, customer_id: str) -> Any:
        """Everything that has happened with a customer, latest first."""
        return self.analytics.timeline(customer_id=customer_id, **asked.filters)

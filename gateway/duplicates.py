"""Whether somebody is known already, asked over HTTP before entry; and warnings after it."""

from dataclasses import dataclass
from typing import Any

from marshmallow import fields

from gateway.answers import Receipt, Receipted, Record, Shown
from gateway.asked import Asked
from gateway.fields import Several, Text
from gateway.http import post
from gateway.parts import Part
from gateway.profile import MessagingGiven
from gateway.routes import EVERY_ROLE
from gateway.shape import Shape
from kernel.nameko import remote

STATES = ("yours", "held", "pool")


class CheckCustomer(Shape):
    name = Text(200)
    company = Text(200)
    credit_code = Text(64)
    phones = Several(Text(64, required=True), most=20)
    emails = Several(Text(254, required=True), most=20)
    messaging = Several(Part(MessagingGiven, required=True), most=20)
    region = Text(2, metadata={"description": "where a number without + is rung: CN, US, …"})


class Standing(Shown):
    state = fields.String(required=True, metadata={"enum": list(STATES)})
    holder = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "its id; null where you may not see it"},
    )
    owner = fields.String(metadata={"description": "who has it, where you may know that"})
    pool = fields.String(metadata={"description": "the pool in which it lies"})


class Duplicate(Standing):
    field = fields.String(required=True, metadata={"example": "phones.0"})
    key = fields.String(required=True, metadata={"example": "phone"})


class Similar(Standing):
    hidden = "of one that you may not see, only the characters that you have sent yourself"
    name = fields.String(required=True, metadata={"description": hidden})
    company = fields.String(required=True, allow_none=True)
    score = fields.Integer(required=True, metadata={"minimum": 0, "maximum": 100})
    reason = fields.String(required=True, metadata={"example": "it sounds the same"})


class Known(Shown):
    duplicates = fields.List(
        fields.Nested(Duplicate),
        required=True,
        metadata={"description": "who has the same phone, e-mail, credit code or messaging id"},
    )
    similar = fields.List(
        fields.Nested(Similar),
        required=True,
        metadata={"description": "likest first: names that sound alike, other extensions, …"},
    )


class Registered(Receipt):
    warnings = fields.List(
        fields.Nested(Standing),
        metadata={
            "description": "customers that may be the same, as `check` tells them but for names"
        },
    )


@dataclass(frozen=True)
class Warned(Receipted):
    """A receipt that may say who else there is."""

    schema = Registered


class DuplicateRoutes:
    customer = remote("customer")

    @post("/v1/customers/check", roles=EVERY_ROLE, body=CheckCustomer, answer=Record(Known))
    def check_customer(self, asked: Asked) -> Any:
        """Ask whether a customer exists already, exactly or nearly, before you enter it.

        `duplicates` have the same phone, e-mail, credit code or messaging id, and registering is
        refused because of them; `similar` are warnings. Whose a customer is that you may not see is
        not told, but that it is taken.
        """
        return self.customer.check(**asked.body)

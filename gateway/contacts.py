"""The people at a customer over HTTP."""

from typing import Any

from marshmallow import fields

from gateway.answers import Receipted, Shown
from gateway.asked import Asked
from gateway.fields import Flag, Several, Text
from gateway.http import patch, post
from gateway.names import Title
from gateway.parts import Part, Patch
from gateway.profile import MessagingGiven, MessagingShown, PhoneShown
from gateway.routes import EVERY_ROLE
from gateway.shape import Shape
from gateway.times import Day
from kernel.nameko import remote

PATH = "/v1/customers/<customer_id>/contacts"
ONE = f"{PATH}/<contact_id>"


class ContactGiven(Shape):
    role = Text(100, metadata={"description": "what they are there: 总经理, buyer, …"})
    department = Text(100)
    reports_to = Text(64, metadata={"description": "id of another contact of the customer"})
    birthday = Day()
    phones = Several(Text(64, required=True), most=20)
    emails = Several(Text(254, required=True), most=20)
    messaging = Several(Part(MessagingGiven, required=True), most=20)
    remark = Text(10_000, lines=True)
    region = Text(2, metadata={"description": "where a number without + is rung: CN, US, …"})


class AddContact(ContactGiven):
    name = Title(200, required=True)
    primary = Flag(metadata={"description": "who is asked first; the first contact is anyway"})


class EditContact(Patch, ContactGiven):
    name = Title(200, allow_none=False)


class ContactShown(Shown):
    id = fields.String(required=True)
    name = fields.String(required=True)
    surname = fields.String(required=True, allow_none=True)
    addressed_as = fields.String(required=True, metadata={"example": "王总"})
    role = fields.String(required=True, allow_none=True)
    department = fields.String(required=True, allow_none=True)
    reports_to = fields.String(required=True, allow_none=True)
    birthday = fields.Date(required=True, allow_none=True)
    phones = fields.List(fields.Nested(PhoneShown), required=True)
    emails = fields.List(fields.String(), required=True)
    messaging = fields.List(fields.Nested(MessagingShown), required=True)
    remark = fields.String(required=True, allow_none=True)
    primary = fields.Boolean(required=True)


class ContactRoutes:
    customer = remote("customer")

    @post(
        PATH,
        roles=EVERY_ROLE,
        body=AddContact,
        answer=Receipted("/v1/customers/{customer_id}"),
        conditional=True,
    )
    def add_contact(self, asked: Asked, customer_id: str) -> Any:
        """Add a contact to a customer; the id is the contact's, the version the customer's."""
        return self.customer.add_contact(
            customer_id=customer_id, expected=asked.expected, **told(asked.body)
        )

    @patch(ONE, roles=EVERY_ROLE, body=EditContact, conditional=True)
    def edit_contact(self, asked: Asked, customer_id: str, contact_id: str) -> Any:
        """Change what the body mentions of a contact."""
        known = told(asked.body)
        return self.customer.edit_contact(
            customer_id=customer_id, contact_id=contact_id, expected=asked.expected,
            changes=known["person"], region=known["region"],
        )  # fmt: skip

    @post(f"{ONE}/remove", roles=EVERY_ROLE, conditional=True)
    def remove_contact(self, asked: Asked, customer_id: str, contact_id: str) -> Any:
        """Remove a contact; its phones and addresses are free again."""
        return self.customer.remove_contact(
            customer_id=customer_id, contact_id=contact_id, expected=asked.expected
        )

    @post(f"{ONE}/primary", roles=EVERY_ROLE, conditional=True)
    def name_primary_contact(self, asked: Asked, customer_id: str, contact_id: str) -> Any:
        """Name the contact who is asked first."""
        return self.customer.name_primary_contact(
            customer_id=customer_id, contact_id=contact_id, expected=asked.expected
        )


def told(body: dict[str, Any]) -> dict[str, Any]:
    """The person apart from how they are to be read."""
    person = {name: value for name, value in body.items() if name not in ("region", "primary")}
    named = {"primary": body["primary"]} if "primary" in body else {}
    return {"person": person, "region": body.get("region"), **named}

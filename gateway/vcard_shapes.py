"""What comes with a file of cards, and what is answered about each of them."""

from marshmallow import fields

from gateway.answers import Shown
from gateway.fields import Choice, Flag, Text
from gateway.multipart import File
from gateway.queries import Reading
from gateway.shape import Shape
from gateway.vcard_written import VERSIONS

LARGEST = 8 << 20  # bytes: most of them are photographs, which are not kept
MOST = 100  # a customer has no more contacts
MANY = 500  # an address book
LAST = {"description": "the last; null: nothing was done"}
LEFT_OUT = "what of the card was not kept, and why"


class TakeContacts(Reading):
    version = Choice(*VERSIONS, says="of vCard (4.0); 3.0 is what older programs read")


class ImportContacts(Shape):
    file = File(LARGEST, metadata={"description": f"vCard, at most {MOST} cards"})
    region = Text(2, metadata={"description": "where a number without + is rung: CN, US, …"})
    dry_run = Flag(metadata={"description": "the same report, and nothing is written"})


class CardTaken(Shown):
    card = fields.Integer(required=True, metadata={"description": "its number in the file"})
    name = fields.String(required=True)
    ok = fields.Boolean(required=True)
    outcome = fields.String(
        metadata={
            "description": "added; known: a contact of the customer has this name or one of these "
            "numbers, and stays as it is"
        }
    )
    left_out = fields.List(fields.String(), metadata={"description": LEFT_OUT})
    problem = fields.Dict(metadata={"description": "why it was refused, as `duplicate`"})


class ContactTaken(CardTaken):
    contact_id = fields.String(metadata={"description": "new or old; of a dry run there is none"})


class ContactsTaken(Shown):
    items = fields.List(fields.Nested(ContactTaken), required=True)
    position = fields.String(required=True, allow_none=True, metadata=LAST)


class ImportCards(ImportContacts):
    file = File(LARGEST, metadata={"description": f"vCard, at most {MANY} cards"})
    pool = Text(100, metadata={"description": "that they go to; else they are yours"})


class CustomerTaken(CardTaken):
    customer_id = fields.String(metadata={"description": "of a dry run there is none"})
    warnings = fields.List(
        fields.Dict(), metadata={"description": "who is like it, as when it is entered by hand"}
    )


class CardsTaken(Shown):
    items = fields.List(fields.Nested(CustomerTaken), required=True)
    position = fields.String(required=True, allow_none=True, metadata=LAST)
    left = fields.Integer(
        required=True,
        metadata={"description": "not reached in time: send the same file again for these"},
    )

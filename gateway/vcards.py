"""vCards over HTTP: the people at a customer taken along, and brought in from a telephone."""

from functools import partial
from typing import Any

from marshmallow import fields

from gateway.answers import Record, Shown
from gateway.answers import Text as Written
from gateway.asked import Asked
from gateway.calendar_imports import as_far_as_possible
from gateway.contacts import PATH
from gateway.fields import Choice, Flag, Text
from gateway.http import get, post
from gateway.multipart import File
from gateway.queries import Reading
from gateway.routes import EVERY_ROLE
from gateway.rowwise import shown
from gateway.shape import Shape
from gateway.vcard_reading import people
from gateway.vcard_written import MEDIA_TYPE, VERSIONS, vcards
from kernel.nameko import in_thread, remote

Json = dict[str, Any]

LARGEST = 8 << 20  # bytes: most of them are photographs, which are not kept
MOST = 100  # a customer has no more contacts
MANY = 500  # an address book
AT_ONCE = 20  # of these: what is answered late is answered lost
SECONDS = 60.0
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


class VCardRoutes:
    customer = remote("customer")
    analytics = remote("analytics")

    @get(
        f"{PATH}.vcf", roles=EVERY_ROLE, query=TakeContacts,
        answer=Written(MEDIA_TYPE, vcards, file=True),
    )  # fmt: skip
    def take_contacts(self, asked: Asked, customer_id: str) -> Any:
        """A customer and the people there as vCards, for a telephone or a mail program.

        The firm comes first, then each contact. What is masked for you is left out of it; what a
        pool does not show is not there.
        """
        how = dict(asked.filters)
        version = how.pop("version", VERSIONS[0])
        return {**self.analytics.customer(customer_id=customer_id, **how), "vcard": version}

    @post(
        f"{PATH}/import", roles=EVERY_ROLE, body=ImportContacts, answer=Record(ContactsTaken),
        seconds=SECONDS,
    )  # fmt: skip
    def import_contacts(self, asked: Asked, customer_id: str) -> Any:
        """Add the people of a vCard file (2.1, 3.0 or 4.0) to a customer.

        Each card is answered for itself, and what cannot be kept of it is named in `left_out`: fax
        numbers, a number that is none, a birthday without year, photographs silently. Nobody is
        added twice: who has the name or a number of a contact already is `known`; a number that
        another customer has is refused as `duplicate`, as by hand. With `dry_run` you see
        what would be. GBK and quoted-printable, as telephones of former years write, are read.
        """
        wanted = dict(asked.body)
        found = read(wanted.pop("file").file, MOST)
        told = self.customer.import_contacts(customer_id=customer_id, items=found, **wanted)
        return told | {"items": reported(told["items"], found, asked)}

    @post(
        "/v1/customers/vcards", roles=EVERY_ROLE, body=ImportCards, answer=Record(CardsTaken),
        seconds=SECONDS,
    )  # fmt: skip
    def import_cards(self, asked: Asked) -> Any:
        """Register the people of an address book (vCard 2.1, 3.0 or 4.0) as customers.

        Each card is a customer of yours, or lies in `pool`, under the same rules as one that is
        entered by hand: a number that somebody has already is refused as `duplicate`, with where
        it is as far as you may know; what you may hold and claim counts. Card by card it is
        answered what became of it and what could not be kept. `dry_run` tells the same before
        anything is written, but for what you may hold; and `duplicate-in-file`, for a number that
        an earlier card has. A file may be sent again: what is there is not added twice.
        """
        wanted = dict(asked.body)
        found = read(wanted.pop("file").file, MANY)
        told = brought(found, partial(self.customer.import_cards, **wanted))
        return told | {"items": reported(told["items"], found, asked)}


def brought(found: list[Json], bring: partial[Any]) -> Json:
    """To try, all at once, for one is compared with the others; to do, as far as time allows."""
    if bring.keywords.get("dry_run"):
        tried: Json = bring(items=found)
        return tried | {"left": 0}
    named = [one | {"uid": str(one["card"])} for one in found]
    return as_far_as_possible(named, lambda part: dict(bring(items=part)), at_once=AT_ONCE)


def read(file: Any, most: int) -> list[Json]:
    with file:
        return in_thread(partial(people, most=most), file.read())


def reported(rows: list[Json], found: list[Json], asked: Asked) -> list[Json]:
    """With the number and name of each card, and all that was left out of it."""
    cards = {str(one["card"]): one for one in found}
    request_id = asked.context.correlation_id
    return [one(cards[row.get("id") or row["uid"]], shown(row, request_id)) for row in rows]


def one(card: Json, row: Json) -> Json:
    known = {"card": card["card"], "name": card["name"]}
    kept = {name: value for name, value in row.items() if name not in ("id", "uid")}
    lost = {"left_out": [*card["warnings"], *row["left_out"]]} if row["ok"] else {}
    return known | kept | lost

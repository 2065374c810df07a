"""vCards over HTTP: the people at a customer taken along, and brought in from a telephone."""

from functools import partial
from typing import Any

from gateway.answers import Record
from gateway.answers import Text as Written
from gateway.asked import Asked
from gateway.calendar_imports import as_far_as_possible
from gateway.contacts import PATH
from gateway.http import get, post
from gateway.routes import EVERY_ROLE
from gateway.rowwise import shown
from gateway.vcard_reading import people
from gateway.vcard_shapes import (
    MANY,
    MOST,
    CardsTaken,
    ContactsTaken,
    ImportCards,
    ImportContacts,
    TakeContacts,
)
from gateway.vcard_written import MEDIA_TYPE, VERSIONS, vcards
from kernel.nameko import in_thread, remote

Json = dict[str, Any]

SECONDS = 60.0
AT_ONCE = 20  # of an address book: what is answered late is answered lost


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
        an earlier card has. A file may be sent again: under the same `Idempotency-Key` nothing is
        added twice; without it nobody whose number or address somebody has by now.
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

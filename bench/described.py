"""Customers of whom everything is known by which one may be found: for the bench of finding.

Each with a mobile number, an e-mail, a messaging id, an address and a credit code; every fourth
with the extension of a switchboard; every second with a contact who has a number of their own.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime

from bench.history import CITIES, GIVEN, SURNAMES, TRADES, customer_id, entry, phone_number
from bench.seed import meta, moment
from kernel.log import Draft, Entry
from services.customer import events as customer
from services.customer import identity
from services.customer.credit_code import check_character
from services.customer.events import Address, Messaging, Phone
from services.customer.keys import COMPANY, keys
from services.customer.recognised import of_contact

STREETS = ("文三路", "龙井路", "解放大道", "人民路", "中山北路", "天目山路", "长江街")
AREA = "0571"
BY = "seller-0"


def described(customers: Iterable[int], secret: bytes) -> Iterator[Draft]:
    for number in customers:
        yield registration(number, secret)
        if number % 2 == 0:
            yield met(number, secret)


def registration(number: int, secret: bytes) -> Draft:
    id, at = customer_id(number), moment(60 * number)
    known = customer.CustomerRegistered(
        customer_id=id, name=person(number), company=f"{firm(number)}有限公司",
        phones=tuple(phones(number)), emails=(email(number),), messaging=(wechat(number),),
        addresses=(address(number),), credit_code=credit_code(number), owner=None, pool="public",
        by=BY, industry=TRADES[number % 10], source="fair", at=at,
    )  # fmt: skip
    found = [(key.kind, key.value) for key in keys(known) if key.kind != COMPANY]
    entries = (entry(f"customer/{id}", 1, known), *reserved(found, id, at, secret))
    return Draft(entries, at, meta(f"r{number}", BY, id, 1))


def met(number: int, secret: bytes) -> Draft:
    id, at, contact = customer_id(number), moment(60 * number + 600), f"contact-{number}"
    who = customer.ContactAdded(
        customer_id=id, contact_id=contact, name=person(number + 7), by=BY, at=at,
        phones=(mobile(contacts_number(number)),),
    )  # fmt: skip
    found = [(key.kind, key.value) for key in of_contact(contact, who)]
    entries = (entry(f"customer/{id}", 2, who), *reserved(found, id, at, secret))
    return Draft(entries, at, meta(f"k{number}", BY, id, 2))


def reserved(
    found: Iterable[tuple[str, str]], id: str, at: datetime, secret: bytes
) -> Iterator[Entry]:
    for kind, value in found:
        stream = f"{kind}/{identity.keyed(value, secret)}"
        yield entry(stream, 1, customer.IdentityReserved(id, at))


def phones(number: int) -> Iterator[Phone]:
    yield mobile(phone_number(number))
    if number % 4 == 0:
        local, extension = landline(number), f"{8000 + number % 1000}"
        written = f"{AREA}-{local}转{extension}"
        yield Phone(written, f"+86{AREA.removeprefix('0')}{local}", extension, True)


def mobile(written: str) -> Phone:
    return Phone(written, f"+86{written}", None, True)


def contacts_number(number: int) -> str:
    return f"137{number:08d}"


def landline(number: int) -> str:
    return f"8{number % 10_000_000:07d}"


def person(number: int) -> str:
    return SURNAMES[number % 20] + GIVEN[number % 27] + GIVEN[number // 27 % 27]


def firm(number: int) -> str:
    return f"{CITIES[number % 10]}{GIVEN[number % 23]}{GIVEN[number % 19]}{TRADES[number % 7]}"


def email(number: int) -> str:
    return f"li.{number}@firm{number % 5_000}.example.cn"


def wechat(number: int) -> Messaging:
    return Messaging("wechat", f"wx_{number:08d}")


def address(number: int) -> Address:
    street = f"{STREETS[number % 7]}{number % 900 + 1}号"
    return Address(
        f"杭州市西湖区{street}", "浙江省", "杭州市", "西湖区", None, street, division="330106"
    )


def credit_code(number: int) -> str:
    body = f"91330106MA{number % 10_000_000:07d}"
    return body + check_character(body)

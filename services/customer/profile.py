"""The profile of a customer: what is known of it, read from what somebody typed."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields
from typing import Any, TypeVar

from kernel.form import Form
from kernel.shape import filled
from services.area_codes import area_code
from services.customer import address, credit_code, email, messaging, phone, shop
from services.customer.events import Address, FieldValue, Phone, Profile
from services.customer.keys import Key as Key
from services.customer.keys import keys as keys

HERE = "CN"  # where a number without country code is rung
MOST_NUMBERS = 20
LONGEST_PHONE = 64
LONGEST_EMAIL = 254
LONGEST_REMARK = 10_000
NOBODY = Profile(name="")
NAMES = tuple(field.name for field in fields(Profile))
TEXTS: Mapping[str, int] = {  # and how long they may be
    "company": 200, "short_name": 100, "sign": 200, "industry": 100, "source": 100,
    "level": 50, "business_status": 100, "locality": 100,
}  # fmt: skip

T = TypeVar("T")
Values = Mapping[str, Any]  # fields of a profile by their names, as far as they are mentioned


def read(
    form: Form,
    *,
    region: Any = None,
    keep_invalid_phones: Any = None,
    area: str | None = None,
    **given: Any,
) -> Profile:
    """A whole profile; None is the same as not given. Wrong fields are noted in the form."""
    mentioned = {name: value for name, value in given.items() if value is not None}
    found = values(form, {"name": None} | mentioned, region, keep_invalid_phones, area)
    return merged(NOBODY, found)


def values(
    form: Form,
    given: Values,
    region: Any = None,
    keep_invalid: Any = None,
    area: str | None = None,
) -> Values:
    """The fields that are mentioned, None and empty ones as what clears them.

    A landline without area code is one of the first address, and of `area` where that has none.
    """
    if not given.keys() <= KNOWN:
        for name in sorted(given.keys() - KNOWN):
            form.wrong(name[:100], "is no field of a profile")
    keep = form.flag("keep_invalid_phones", keep_invalid)
    found = {name: parse(form, given[name]) for name, parse in READERS.items() if name in given}
    area = area_of(found.get("addresses", ())) or area
    phones = read_phones(form, given.get("phones"), region, keep, area)
    return {**found, "phones": phones} if "phones" in given else found


def merged(before: Profile, given: Values) -> Profile:
    """What is not mentioned stays; so do the members of a shop."""
    after = {**told(before), **given}
    if "shop" in given:
        after["shop"] = shop.merged(before.shop, given["shop"])
    if "fields" in given:
        after["fields"] = kept(before.fields, given["fields"])
    return filled(Profile, after)


def kept(
    before: Sequence[FieldValue], given: Mapping[str, FieldValue | None]
) -> tuple[FieldValue, ...]:
    """What is said again in the same words keeps the meaning that it had."""
    values = {old.field: old for old in before}
    for id, new in given.items():
        old = values.get(id)
        if new is None:
            values.pop(id, None)
        elif old is None or old.value != new.value:
            values[id] = new
    return tuple(values.values())


def told(profile: Profile) -> dict[str, Any]:
    """The fields of a profile, to be published with an event."""
    values = vars(profile)
    return {name: values[name] for name in NAMES}


def differing(before: Profile, after: Profile) -> tuple[str, ...]:
    return tuple(name for name in NAMES if getattr(before, name) != getattr(after, name))


def read_phones(
    form: Form, phones: Any, region: Any, keep: bool, area: str | None = None
) -> tuple[Phone, ...]:
    """A landline without area code is one of `area`: see `area_codes.area_code`."""
    region = read_region(form, region)
    if not region:
        return ()
    written = form.texts("phones", phones, MOST_NUMBERS, LONGEST_PHONE)
    found = (
        form.read(f"phones.{place}", text, lambda text: read_phone(text, region, keep, area), None)
        for place, text in enumerate(written)
        if text
    )
    return distinct(tuple(number for number in found if number), phone.identity)


def read_region(form: Form, region: Any) -> str:
    region = HERE if region is None else region
    if not isinstance(region, str) or region not in phone.REGIONS:
        form.wrong("region", "must be a country as CN or US")
        return ""
    return region


def area_of(addresses: Sequence[Address]) -> str | None:
    return next((area_code(one.city, one.province) for one in addresses[:1]), None)


def read_phone(written: str, region: str, keep: bool, area: str | None = None) -> Phone:
    number = phone.parse(written, region, area)
    if not (number.valid or keep):
        raise ValueError(f"is no telephone number of {region}, nor an international one with +")
    return number


def read_emails(form: Form, emails: Any) -> tuple[str, ...]:
    written = form.texts("emails", emails, MOST_NUMBERS, LONGEST_EMAIL)
    found = (
        form.read(f"emails.{place}", text, email.parse, "")
        for place, text in enumerate(written)
        if text
    )
    return distinct(tuple(address for address in found if address), email.identity)


def distinct(found: Sequence[T], identity: Callable[[T], str]) -> tuple[T, ...]:
    """Each once, as it was spelled first."""
    first: dict[str, T] = {}
    for one in found:
        first.setdefault(identity(one), one)
    return tuple(first.values())


def read_addresses(form: Form, given: Any) -> tuple[Address, ...]:
    if given is None:
        return ()
    if not isinstance(given, Sequence) or isinstance(given, str) or len(given) > address.MOST:
        form.wrong("addresses", f"must be a list of at most {address.MOST} addresses")
        return ()
    found = [address.read(form, f"addresses.{place}", one) for place, one in enumerate(given)]
    return tuple(one for one in found if one)


def read_code(field: str, parse: Callable[[str], str]) -> Callable[[Form, Any], str | None]:
    def read(form: Form, given: Any) -> str | None:
        written = form.maybe_text(field, given, 64)
        return form.read(field, written, parse, None) if written else None

    return read


def read_text(field: str, most: int) -> Callable[[Form, Any], str | None]:
    return lambda form, given: form.maybe_text(field, given, most)


READERS: Mapping[str, Callable[[Form, Any], Any]] = {
    "name": lambda form, given: form.title("name", given, 200),
    **{field: read_text(field, most) for field, most in TEXTS.items()},
    "emails": read_emails,
    "messaging": messaging.read,
    "addresses": read_addresses,
    "credit_code": read_code("credit_code", credit_code.parse),
    "licence_number": read_code("licence_number", credit_code.parse_licence),
    "shop": shop.read,
    "contract_ends_on": lambda form, given: form.maybe_day("contract_ends_on", given),
    "remark": lambda form, given: form.maybe_text("remark", given, LONGEST_REMARK, lines=True),
}
KNOWN = frozenset({*READERS, "phones"})

"""What is known of a customer: fields that registration and every edit publish in full.

Fields marked PERSONAL concern an identifiable person and are what can be shredded.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated

PERSONAL = "personal"


@dataclass(frozen=True)
class Phone:
    written: str  # as somebody typed it
    e164: str | None  # +8613800138000; None for a hotline (400…) and for what is no number
    extension: str | None
    valid: bool


@dataclass(frozen=True)
class Messaging:
    kind: str  # wechat, wecom, qq, dingtalk
    id: str


@dataclass(frozen=True)
class Address:
    """Coordinates are WGS-84 degrees, whatever datum they were given in."""

    written: str  # as somebody typed it
    province: str | None = None
    city: str | None = None
    district: str | None = None
    street: str | None = None
    detail: str | None = None
    division: str | None = None  # code of the smallest division recognised, GB/T 2260: 330106
    postcode: str | None = None  # six digits
    latitude: float | None = None
    longitude: float | None = None
    datum: str | None = None  # in which they were given: WGS-84, GCJ-02
    given_latitude: float | None = None
    given_longitude: float | None = None


@dataclass(frozen=True)
class Shop:
    """A shop's particulars; its sign, the licensed name and the owner may all differ."""

    owner_name: str | None = None
    owner_sex: str | None = None  # female, male
    owner_birth_year: int | None = None
    floor_area: str | None = None  # square metres, a decimal
    location_kind: str | None = None


@dataclass(frozen=True)
class FieldValue:
    """The value of a field that the company defined, with the meaning it had when recorded."""

    field: str  # id of the definition
    version: int  # of the definition, then
    name: str  # what the field was called then
    # canonical: decimals, 2026-01-31, ids of choices, "10.00 CNY"
    value: Annotated[tuple[str, ...], PERSONAL]
    shown: Annotated[tuple[str, ...], PERSONAL]  # as a person read it then


@dataclass(frozen=True, kw_only=True)
class Profile:
    name: Annotated[str, PERSONAL]
    company: str | None = None  # the registered, licensed name
    short_name: Annotated[str | None, PERSONAL] = None
    sign: Annotated[str | None, PERSONAL] = None  # over a shop's door
    phones: Annotated[tuple[Phone, ...], PERSONAL] = ()
    emails: Annotated[tuple[str, ...], PERSONAL] = ()
    messaging: Annotated[tuple[Messaging, ...], PERSONAL] = ()
    addresses: Annotated[tuple[Address, ...], PERSONAL] = ()
    industry: str | None = None
    source: str | None = None
    level: str | None = None
    business_status: str | None = None
    locality: str | None = None
    credit_code: str | None = None  # 18 characters, GB 32100
    licence_number: str | None = None  # 15 digits, as before 2015
    shop: Annotated[Shop | None, PERSONAL] = None
    contract_ends_on: date | None = None
    remark: Annotated[str | None, PERSONAL] = None
    fields: tuple[FieldValue, ...] = ()


@dataclass(frozen=True, kw_only=True)
class CustomerRegistered(Profile):
    """Exactly one of `owner` and `pool` is set. `by` brought the customer in first."""

    customer_id: str
    owner: str | None
    pool: str | None
    by: str
    at: datetime
    rules_pool: str | None = None  # whose rules it is held by
    rule: str | None = None


@dataclass(frozen=True, kw_only=True)
class CustomerEdited(Profile):
    """The whole profile as it is from now on."""

    customer_id: str
    changed: tuple[str, ...]  # names of the profile's fields that differ from before
    by: str
    at: datetime


ProfileEvent = CustomerRegistered | CustomerEdited

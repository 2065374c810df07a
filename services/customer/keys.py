"""Keys: what a customer is recognised by, its own and those of its contacts."""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from services.customer import email, phone
from services.customer.events import Messaging, Profile
from services.customer.titles import core

COMPANY = "company"
KINDS = ("phone", "email", "credit-code", "messaging", COMPANY)
CASELESS = frozenset({"wechat", "qq"})  # WeCom's and DingTalk's ids tell capitals apart


@dataclass(frozen=True)
class Key:
    """It can belong to one customer only, unless the company has set that it may be shared."""

    field: str  # where it stands in the profile: "phones.0"
    kind: str  # one of KINDS
    value: str


def keys(profile: Profile) -> Sequence[Key]:
    """Each once, even if somebody typed the same number twice."""
    many = {
        "phones": ("phone", map(phone.identity, profile.phones)),
        "emails": ("email", map(email.identity, profile.emails)),
        "messaging": ("messaging", map(messaging, profile.messaging)),
    }
    found = [
        Key(f"{field}.{place}", kind, value)
        for field, (kind, values) in many.items()
        for place, value in enumerate(values)
    ]
    if profile.credit_code:
        found.append(Key("credit_code", "credit-code", profile.credit_code))
    if profile.company:
        found.append(Key("company", COMPANY, core(profile.company)))
    return once(found)


def once(found: Iterable[Key]) -> Sequence[Key]:
    first: dict[tuple[str, str], Key] = {}
    for key in found:
        first.setdefault((key.kind, key.value), key)
    return list(first.values())


def messaging(one: Messaging) -> str:
    """Equal for what reaches the same person."""
    id = unicodedata.normalize("NFKC", one.id).strip()
    return f"{one.kind}:{id.casefold() if one.kind in CASELESS else id}"

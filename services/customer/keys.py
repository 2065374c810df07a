"""Keys: what a customer is recognised by, its own and those of its contacts."""

import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

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
    found = reached(profile)
    return [*found, Key("company", COMPANY, core(profile.company))] if profile.company else found


def reached(profile: Profile) -> Sequence[Key]:
    """All but what it is called."""
    found = [
        Key(f"{field}.{place}", kind, identity(one))
        for field, kind, identity in REACHED
        for place, one in enumerate(getattr(profile, field))
    ]
    if profile.credit_code:
        found.append(Key("credit_code", "credit-code", profile.credit_code))
    return once(found) if len(found) > 1 else found


def once(found: Iterable[Key]) -> Sequence[Key]:
    first: dict[tuple[str, str], Key] = {}
    for key in found:
        first.setdefault((key.kind, key.value), key)
    return list(first.values())


def messaging(one: Messaging) -> str:
    """Equal for what reaches the same person."""
    id = unicodedata.normalize("NFKC", one.id).strip()
    return f"{one.kind}:{id.casefold() if one.kind in CASELESS else id}"


REACHED: Sequence[tuple[str, str, Callable[[Any], str]]] = (
    ("phones", "phone", phone.identity),
    ("emails", "email", email.identity),
    ("messaging", "messaging", messaging),
)

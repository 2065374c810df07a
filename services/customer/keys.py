"""Keys: what a customer is recognised by, its own and those of its contacts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from services.customer import email, phone
from services.customer.events import Profile


@dataclass(frozen=True)
class Key:
    """What a customer is recognised by: it can belong to one customer only."""

    field: str  # where it stands in the profile: "phones.0"
    kind: str  # phone, email
    value: str


def keys(profile: Profile) -> Sequence[Key]:
    """Each once, even if somebody typed the same number twice."""
    phones = [
        Key(f"phones.{place}", "phone", phone.identity(number))
        for place, number in enumerate(profile.phones)
    ]
    emails = [
        Key(f"emails.{place}", "email", email.identity(address))
        for place, address in enumerate(profile.emails)
    ]
    return once(phones + emails)


def once(found: Iterable[Key]) -> Sequence[Key]:
    first: dict[tuple[str, str], Key] = {}
    for key in found:
        first.setdefault((key.kind, key.value), key)
    return list(first.values())

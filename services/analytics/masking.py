"""Telephone numbers for who does not hold the customer: masked, until they ask for a reveal."""

from collections.abc import Mapping, Sequence
from typing import Any

from services import telephones

Json = dict[str, Any]


def numbers(told: Json, masked: bool) -> Json:
    """A customer as it is shown, with the numbers of its contacts."""
    people = [one | {"phones": phones(one["phones"], masked)} for one in told["contacts"]]
    return told | {
        "phones": phones(told["phones"], masked), "contacts": people, "masked": masked,
    }  # fmt: skip


def details(told: Json, masked: bool) -> Json:
    """What an event tells, if it tells of telephones."""
    return told | {"phones": phones(told["phones"], masked)} if "phones" in told else told


def phones(known: Sequence[Mapping[str, Any]], masked: bool) -> list[Json]:
    return [covered(one) if masked else dialled(one) for one in known]


def dialled(phone: Mapping[str, Any]) -> Json:
    return {**phone, "shown": telephones.shown(**phone)}


def covered(phone: Mapping[str, Any]) -> Json:
    written = telephones.masked(phone["written"], phone["e164"])
    hidden = {"written": written, "shown": written, "e164": None, "extension": None}
    return {**phone, **hidden}

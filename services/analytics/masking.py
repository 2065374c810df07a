"""How to reach somebody, for who does not hold the customer: masked until they ask for a reveal."""

from collections.abc import Callable, Collection, Mapping
from typing import Any

from services import masked, telephones

Json = dict[str, Any]


def customer(told: Json, fields: Collection[str]) -> Json:
    """As it is shown to who may not know these fields, with those of its contacts."""
    people = [reached(one, fields) for one in told["contacts"]]
    named = {"masked": bool(fields), "masked_fields": sorted(fields)}
    return reached(told, fields) | {"contacts": people} | named


def reached(told: Json, fields: Collection[str]) -> Json:
    """A customer, a contact or what an event tells of one."""
    ways = {
        name: [cover(one) if name in fields else show(one) for one in told[name]]
        for name, (cover, show) in WAYS.items()
        if name in told
    }
    return told | ways


def dialled(phone: Mapping[str, Any]) -> Json:
    return {**phone, "shown": telephones.shown(**phone)}


def covered(phone: Mapping[str, Any]) -> Json:
    written = telephones.masked(phone["written"], phone["e164"])
    hidden = {"written": written, "shown": written, "e164": None, "extension": None}
    return {**phone, **hidden}


def messenger(one: Mapping[str, Any]) -> Json:
    return {**one, "id": masked.messenger(one["id"])}


def plainly(one: Any) -> Any:
    return one


WAYS: Mapping[str, tuple[Callable[[Any], Any], Callable[[Any], Any]]] = {
    "phones": (covered, dialled),
    "emails": (masked.email, plainly),
    "messaging": (messenger, plainly),
}

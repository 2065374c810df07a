"""Values of the fields that the company defined, read by the definition that holds now."""

import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from kernel.form import Form, day, text
from services import decimals
from services.customer.catalogue import Catalogue, Field
from services.customer.events import BUILT_IN, CLASSES, FieldValue
from services.customer.profile import Values

MOST = 100
LONGEST = 2_000
LARGEST = Decimal(10) ** 15
CURRENCY = re.compile("[A-Z]{3}")
NOTHING: tuple[Any, ...] = (None, "", [])
Meant = list[tuple[str, str]]  # canonical, and as a person reads it


def read(form: Form, catalogue: Catalogue, given: Any) -> Mapping[str, FieldValue | None]:
    """By the id of the field; None for one that is cleared."""
    if given is None:
        return {}
    if not isinstance(given, Mapping) or len(given) > MOST:
        form.wrong("fields", f"must be an object, id of field → value, of at most {MOST}")
        return {}
    return {id: read_one(form, catalogue, id, value) for id, value in given.items()}


def read_one(form: Form, catalogue: Catalogue, id: str, given: Any) -> FieldValue | None:
    field = catalogue.custom(id)
    if field is None and given in NOTHING and id in catalogue.fields and id not in BUILT_IN:
        return None  # what was recorded before it was retired may still be taken away
    if field is None:
        form.wrong(f"fields.{id[:100]}", "is no field in use: GET /v1/fields lists them")
        return None
    if given in NOTHING:
        return None
    parse, nothing = KINDS[field.kind], Meant()
    meant = form.read(f"fields.{id}", given, lambda value: parse(field, value), nothing)
    value, shown = tuple(one for one, _ in meant), tuple(name for _, name in meant)
    return FieldValue(field.id, field.version, field.name, value, shown)


def outside(catalogue: Catalogue, values: Values) -> list[str]:
    """The classes whose value is none of the choices that the company offers."""
    return [
        name
        for name in CLASSES
        if values.get(name)
        and (field := catalogue.fields[name]).offered
        and not field.chosen(values[name])
    ]


def classified(form: Form, catalogue: Catalogue, values: Values) -> Values:
    """As the choices are written; where there are none, as somebody typed it."""
    for name in outside(catalogue, values):
        offered = ", ".join(choice.name for choice in catalogue.fields[name].offered[:20])
        form.wrong(name, f"must be one of {offered}")
    found = {name: catalogue.fields[name].chosen(values.get(name)) for name in CLASSES}
    return {**values, **{name: choice.name for name, choice in found.items() if choice}}


def words(field: Field, given: Any) -> Meant:
    written = text(given, LONGEST, lines=True)
    return [(written, written)]


def number(field: Field, given: Any) -> Meant:
    found = decimal(given)
    return [(found, found)]


def decimal(given: Any) -> str:
    wanted = 'must be a number as 12 or "12.50", of at most 15 digits and 6 decimals'
    if isinstance(given, bool) or not isinstance(given, str | int | float):
        raise ValueError(wanted)
    try:
        found = decimals.parsed(str(given))
    except ValueError:
        raise ValueError(wanted) from None
    if abs(found) >= LARGEST or found != round(found, 6):
        raise ValueError(wanted)
    return decimals.number(found)


def date(field: Field, given: Any) -> Meant:
    found = day(given).isoformat()
    return [(found, found)]


def choice(field: Field, given: Any) -> Meant:
    found = field.chosen(given)
    if found is None:
        offered = ", ".join(f"{one.id} ({one.name})" for one in field.offered[:20])
        raise ValueError(f"must be one of {offered}")
    return [(found.id, found.name)]


def choices(field: Field, given: Any) -> Meant:
    if not isinstance(given, Sequence) or isinstance(given, str) or len(given) > MOST:
        raise ValueError(f"must be a list of at most {MOST} choices")
    return list(dict.fromkeys(pair for one in given for pair in choice(field, one)))


def money(field: Field, given: Any) -> Meant:
    wanted = 'must be an object as {"amount": "10.00", "currency": "CNY"}'
    if not isinstance(given, Mapping) or given.keys() != {"amount", "currency"}:
        raise ValueError(wanted)
    amount, currency = given["amount"], given["currency"]
    if not isinstance(amount, str) or not CURRENCY.fullmatch(str(currency)):
        raise ValueError(wanted)
    found = decimals.money(Decimal(decimal(amount)), currency)
    return [(found, found)]


KINDS: Mapping[str, Callable[[Field, Any], Meant]] = {
    "text": words, "number": number, "date": date, "choice": choice, "multi-choice": choices,
    "money": money,
}  # fmt: skip

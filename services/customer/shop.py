"""A shop's particulars, read member by member: what is not mentioned stays as it was."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from typing import Any

from kernel.form import Form
from services.customer.events import Shop

SEXES = ("female", "male")
LARGEST = Decimal(1_000_000)  # square metres
YEARS = range(1900, 2101)
NOTHING = Shop()


def read(form: Form, given: Any) -> dict[str, Any] | None:
    """The members that are mentioned; None for a shop that is none any more."""
    if given is None:
        return None
    if not isinstance(given, Mapping):
        form.wrong("shop", "must be an object")
        return None
    for name in sorted(given.keys() - MEMBERS.keys()):
        form.wrong(f"shop.{name[:100]}", "is nothing that is known of a shop")
    return {
        name: None if given[name] in (None, "") else parse(form, f"shop.{name}", given[name])
        for name, parse in MEMBERS.items()
        if name in given
    }


def merged(shop: Shop | None, given: Mapping[str, Any] | None) -> Shop | None:
    """None when nothing is known of it."""
    after = replace(shop or NOTHING, **given) if given is not None else NOTHING
    return after if after != NOTHING else None


def sex(form: Form, field: str, given: Any) -> str:
    return form.choice(field, given, SEXES)


def birth_year(form: Form, field: str, given: Any) -> int:
    if isinstance(given, int) and given is not True and given in YEARS:
        return given
    form.wrong(field, f"must be a year from {YEARS[0]} to {YEARS[-1]}")
    return 0


def area(form: Form, field: str, given: Any) -> str:
    return form.read(field, given, square_metres, "")


def square_metres(given: Any) -> str:
    """An exact decimal as text, to the hundredth."""
    try:
        area = Decimal(given) if isinstance(given, str) and len(given) <= 20 else None
    except InvalidOperation:
        area = None
    if area is None or not area.is_finite() or not 0 < area <= LARGEST:
        raise ValueError(f'must be square metres as text, as "86.5", at most {LARGEST}')
    return f"{area.quantize(Decimal('0.01')).normalize():f}"


MEMBERS: Mapping[str, Callable[[Form, str, Any], Any]] = {
    "owner_name": lambda form, field, given: form.title(field, given, 100),
    "owner_sex": sex,
    "owner_birth_year": birth_year,
    "floor_area": area,
    "location_kind": lambda form, field, given: form.text(field, given, 100),
}

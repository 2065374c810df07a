"""Line items of a deal: exact decimals, each rounded to cents, and their sum."""

import re
from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Any

from kernel.form import Form
from services.pipeline.events import LineItem, Money

MOST = 200
LONGEST_NAME = 200
QUANTITY = re.compile(r"0*(\d{1,9}(?:\.\d{1,4})?)", re.ASCII)
PRICE = re.compile(r"0*(\d{1,12}(?:\.\d{1,4})?)", re.ASCII)
PERCENT = re.compile(r"0*(\d{1,3}(?:\.\d{1,2})?)", re.ASCII)
CENT = Decimal("0.01")
HUNDRED = Decimal(100)
AT_MOST = "an amount has at most 12 digits before the point"
EXACT = Context(prec=60)
TOO_MUCH = Decimal(10) ** 12


def read(form: Form, items: Any) -> tuple[LineItem, ...]:
    if not isinstance(items, Sequence) or isinstance(items, str) or len(items) > MOST:
        form.wrong("items", f"must be a list of at most {MOST}")
        return ()
    found = tuple(item(form, f"items.{place}", given) for place, given in enumerate(items))
    if not form.errors and (whole := added(found)) >= TOO_MUCH:
        form.wrong("items", f"come to {whole:f} in all: {AT_MOST}")
    return found


def item(form: Form, where: str, given: Any) -> LineItem:
    if not isinstance(given, dict):
        form.wrong(where, "must be an object with product, quantity and price")
        given = {}
    product = form.text(f"{where}.product", given.get("product"), LONGEST_NAME)
    quantity = decimal(form, f"{where}.quantity", given.get("quantity"), QUANTITY)
    price = decimal(form, f"{where}.price", given.get("price"), PRICE)
    discount = percent(form, f"{where}.discount", given.get("discount") or "0")
    amount = worth(quantity, price, discount)
    if Decimal(amount) >= TOO_MUCH:
        form.wrong(where, f"comes to {amount}: {AT_MOST}")
    return LineItem(product, quantity, price, discount, amount)


def decimal(form: Form, where: str, value: Any, shape: re.Pattern[str]) -> str:
    found = shape.fullmatch(value) if isinstance(value, str) else None
    if found:
        return found[1]
    form.wrong(where, 'must be a decimal number as text, such as "2.5", with at most 4 decimals')
    return "0"


def percent(form: Form, where: str, value: Any) -> str:
    found = PERCENT.fullmatch(value) if isinstance(value, str) else None
    if found and Decimal(found[1]) <= HUNDRED:
        return found[1]
    form.wrong(where, 'must be a percentage from 0 to 100 as text, such as "7.5"')
    return "0"


def worth(quantity: str, price: str, discount: str) -> str:
    """Rounded half up to cents, as it would stand on paper."""
    full = EXACT.multiply(Decimal(quantity), Decimal(price))
    left = EXACT.multiply(full, HUNDRED - Decimal(discount)) / HUNDRED
    return f"{left.quantize(CENT, ROUND_HALF_UP, EXACT):f}"


def total(items: Sequence[LineItem], currency: str) -> Money | None:
    if not items:
        return None
    return Money(f"{added(items):f}", currency)


def added(items: Sequence[LineItem]) -> Decimal:
    return sum((Decimal(one.amount) for one in items), Decimal(0))


def shares(form: Form, given: Any) -> Mapping[str, str]:
    """Percent by person; nobody twice, nobody for nothing, all of it or none."""
    found: dict[str, str] = {}
    several = given if isinstance(given, list) else []
    for place, one in enumerate(several):
        where = f"shares.{place}"
        told = one if isinstance(one, dict) else {}
        person = form.person(f"{where}.person", told.get("person"))
        if person in found:
            form.wrong(f"{where}.person", "is named twice")
        found[person] = percent(form, f"{where}.percent", told.get("percent"))
        if Decimal(found[person]) == 0:
            form.wrong(f"{where}.percent", "must be more than 0: leave out who gets nothing")
    if found and sum(map(Decimal, found.values())) != HUNDRED and not form.errors:
        form.wrong("shares", f"must add up to 100; it is {sum(map(Decimal, found.values()))}")
    return found

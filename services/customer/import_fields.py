"""Columns of the fields that the company has defined, and how their cells are written."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from kernel.form import Form
from services.customer import field_values
from services.customer.catalogue import Catalogue, Field
from services.customer.events import BUILT_IN, CLASSES, FieldValue

BEFORE_ID = "fields."  # what a column of one is mapped to: fields.<id>
SEVERAL = re.compile(r"[;；,，、|\n]+")
DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[ T]00:00(?::00)?)?")
MONEY = re.compile(r"[¥￥]?\s*(?P<amount>-?[\d,，]+(?:\.\d+)?)\s*(?:元|(?P<currency>[A-Z]{3}))?")
HERE = "CNY"
EXAMPLES = {"text": "", "number": "12.5", "date": "2018-07-18", "money": "1000.00"}


def in_use(catalogue: Catalogue) -> list[Field]:
    """In the order in which the company has put them."""
    return [one for one in catalogue.fields.values() if one.id not in BUILT_IN and not one.retired]


def example(field: Field) -> str:
    offered = [choice.name for choice in field.offered]
    return offered[0] if offered else EXAMPLES.get(field.kind, "")


def offers_classes(catalogue: Catalogue) -> bool:
    """Whether the company has named choices for any field of every profile."""
    return any(catalogue.fields[name].offered for name in CLASSES)


def read(
    form: Form, catalogue: Catalogue, cells: Mapping[str, str]
) -> Mapping[str, FieldValue | None]:
    """By the id of the field, as in a form once the spelling of a spreadsheet is off."""
    given = {id: meant(catalogue.custom(id), cell) for id, cell in cells.items()}
    return field_values.read(form, catalogue, given)


def meant(field: Field | None, cell: str) -> Any:
    spelled = SPELLED.get(field.kind) if field else None
    return spelled(cell) if spelled else cell


def day(cell: str) -> str:
    if found := DAY.fullmatch(cell):
        year, month, day = found.groups()
        return f"{year}-{month:0>2}-{day:0>2}"
    return cell


def money(cell: str) -> dict[str, str]:
    found = MONEY.fullmatch(cell)
    amount = number(found["amount"]) if found else cell
    return {"amount": amount, "currency": found["currency"] or HERE if found else HERE}


def number(cell: str) -> str:
    return re.sub("[,，]", "", cell)


def choices(cell: str) -> list[str]:
    return [part for part in map(str.strip, SEVERAL.split(cell)) if part]


SPELLED: Mapping[str, Callable[[str], Any]] = {
    "date": day, "money": money, "number": number, "multi-choice": choices,
}  # fmt: skip

"""What the values of a field can be compared with, by the kind of the field."""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from math import isfinite
from typing import Any

from kernel import form as forms
from kernel.form import Form
from services import money
from services.analytics.asking.parts import UNKNOWN, column, known
from services.analytics.asking.query import Sum, Test
from services.analytics.facts.fact import (
    FLAG,
    GIVEN,
    LISTS,
    MONEY,
    NUMBER,
    TESTS,
    TEXT,
    TIME,
    Fact,
    Field,
)
from services.analytics.periods import FIRST_YEAR, LAST_YEAR
from services.analytics.spans import WITHIN

LONGEST = 200  # characters
MOST_VALUES = 100
LARGEST = 10**15
MOST_DAYS = 3_650


def read_test(form: Form, fact: Fact, place: str, raw: Any) -> Test:
    said = known(form, place, raw, ("field", "test", "value"))
    name, field = column(form, fact, f"{place}.field", said.get("field"))
    if field is UNKNOWN:
        return Test(name, field, "", None)
    test = form.choice(f"{place}.test", said.get("test"), TESTS[field.kind])
    value = said.get("value")
    read = form.read(f"{place}.value", value, lambda raw: parsed(field, test, raw), None)
    return Test(name, field, test, read)


def parsed(field: Field, test: str, raw: Any) -> Any:
    """Raises ValueError for what is not of the kind that the test needs."""
    if test == GIVEN:
        return flag(raw)
    if test == "within":
        return word(raw, WITHIN)
    if test == "last_days":
        return days(raw)
    if test in LISTS:
        return several(field, raw)
    return OF[field.kind](field, raw)


def several(field: Field, raw: Any) -> list[str]:
    if not isinstance(raw, list) or not 1 <= len(raw) <= MOST_VALUES:
        raise ValueError(f"must be a list of 1 to {MOST_VALUES} texts")
    return [text(field, one) for one in raw]


def text(field: Field, raw: Any) -> str:
    return word(raw, field.words) if field.words else forms.text(raw, LONGEST)


def word(raw: Any, words: tuple[str, ...]) -> str:
    if not isinstance(raw, str) or raw not in words:
        raise ValueError("must be one of " + ", ".join(words))
    return raw


def flag(raw: Any) -> bool:
    if not isinstance(raw, bool):
        raise ValueError("must be true or false")
    return raw


def number(raw: Any) -> float:
    good = isinstance(raw, int | float) and not isinstance(raw, bool)
    if not good or not isfinite(raw) or abs(raw) > LARGEST:
        raise ValueError(f"must be a number of at most {LARGEST}")
    return float(raw) if isinstance(raw, float) else int(raw)


def days(raw: Any) -> int:
    if not isinstance(raw, int) or isinstance(raw, bool) or not 1 <= raw <= MOST_DAYS:
        raise ValueError(f"must be a whole number from 1 to {MOST_DAYS}")
    return raw


def day(raw: Any) -> date:
    found = forms.day(raw)
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise ValueError(f"must lie between {FIRST_YEAR} and {LAST_YEAR}")
    return found


def amount(raw: Any) -> Sum:
    """Of one currency: amounts of different ones cannot be compared."""
    exact, currency = money.parsed(raw)
    return Sum(Decimal(exact), currency)


OF: Mapping[str, Callable[[Field, Any], Any]] = {
    TEXT: text,
    TIME: lambda field, raw: day(raw),
    NUMBER: lambda field, raw: number(raw),
    MONEY: lambda field, raw: amount(raw),
    FLAG: lambda field, raw: flag(raw),
}

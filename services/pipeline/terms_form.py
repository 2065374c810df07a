"""The terms of a deal that are to change, read from what somebody typed."""

from collections.abc import Callable, Mapping
from typing import Any

from kernel.form import Form
from services.pipeline import money
from services.pipeline.deal import LONGEST_NAME

PRIORITIES = ("low", "normal", "high")
FORECASTS = ("commit", "best-case", "pipeline", "omitted")
LONGEST_TEXT = 4_000
LONGEST_ID = 64
MOST = 20
Read = Callable[[Form, str, Any], Any]


def maybe_choice(*choices: str) -> Read:
    return lambda form, name, value: None if value is None else form.choice(name, value, choices)


def several(longest: int) -> Read:
    return lambda form, name, value: tuple(
        dict.fromkeys(form.texts(name, value or [], MOST, longest))
    )


READ: Mapping[str, Read] = {
    "name": lambda form, name, value: form.title(name, value, LONGEST_NAME),
    "product": lambda form, name, value: form.maybe_text(name, value, LONGEST_NAME),
    "amount": money.read,
    "expected_close": lambda form, name, value: form.maybe_day(name, value),
    "description": lambda form, name, value: form.maybe_text(name, value, LONGEST_TEXT, lines=True),
    "priority": maybe_choice(*PRIORITIES),
    "forecast": maybe_choice(*FORECASTS),
    "competitors": several(LONGEST_NAME),
    "contacts": several(LONGEST_ID),
}


def read(form: Form, changes: Any) -> dict[str, Any]:
    if not isinstance(changes, dict):
        form.wrong("changes", "must be an object")
        return {}
    if strange := sorted(changes.keys() - READ.keys()):
        form.wrong(str(strange[0]), "is no field of a deal that can be edited")
    return {name: READ[name](form, name, changes[name]) for name in READ if name in changes}

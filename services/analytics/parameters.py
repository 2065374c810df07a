"""What a query may be given: a wrong value is refused with its field and what is allowed."""

from collections.abc import Iterable
from typing import Any

from kernel.form import Form
from kernel.refusal import Invalid

DEFAULT_LIMIT = 50
LONGEST_PAGE = 200
LONGEST_TEXT = 200
MOST_VALUES = 10


def wrong(field: str, message: str) -> Invalid:
    return Invalid("invalid", f"{field}: {message}", errors=[{"field": field, "message": message}])


def one_of(field: str, value: str, allowed: Iterable[str]) -> str:
    """The value; raises Invalid that names what is allowed instead."""
    choices = tuple(allowed)
    if value not in choices:
        raise wrong(field, f"is one of {', '.join(choices)}")
    return value


def texts(**values: Any) -> dict[str, str]:
    """Those that are given; raises Invalid for what is no text, with every field that is not."""
    with Form() as form:
        read = {name: form.maybe_text(name, value, LONGEST_TEXT) for name, value in values.items()}
    return {name: text for name, text in read.items() if text is not None}


def several(name: str, values: Any) -> dict[str, list[str]]:
    """Under its name, what may be given more than once; raises Invalid for anything else."""
    if values is None:
        return {}
    if not isinstance(values, list | tuple) or len(values) > MOST_VALUES:
        raise wrong(name, f"is given at most {MOST_VALUES} times")
    read = texts(**{f"{name}.{place}": value for place, value in enumerate(values)})
    return {name: list(read.values())} if read else {}


def page_length(limit: int | None) -> int:
    if limit is None:
        return DEFAULT_LIMIT
    if isinstance(limit, bool) or not isinstance(limit, int) or not 1 <= limit <= LONGEST_PAGE:
        raise wrong("limit", f"is a whole number from 1 to {LONGEST_PAGE}")
    return limit

"""The parts of a query as they come over the wire, which checks no type."""

from collections.abc import Mapping, Sequence
from typing import Any

from kernel.form import Form
from services.analytics.facts.fact import Fact, Field

UNKNOWN = Field("", "")  # stands for one that was refused
LONGEST_NAME = 100  # characters of a wrong name that are repeated to the sender

Raw = Mapping[str, Any]


def known(form: Form, place: str, raw: Any, names: Sequence[str]) -> Raw:
    """An object that has nothing but these."""
    if not isinstance(raw, dict):
        form.wrong(place, "must be an object with " + ", ".join(names))
        return {}
    for name in sorted(set(raw) - set(names))[:1]:
        form.wrong(f"{place}.{name[:LONGEST_NAME]}", "is unknown; there are " + ", ".join(names))
    return raw


def items(
    form: Form, said: Raw, name: str, most: int, above: str = ""
) -> Sequence[tuple[str, Any]]:
    """What a list holds, each with its place; nothing where none was given."""
    raw, place = said.get(name), f"{above}.{name}" if above else name
    if raw is None:
        return []
    if not isinstance(raw, list) or len(raw) > most or (above and not raw):
        form.wrong(place, f"must be a list of at most {most}")
        return []
    return [(f"{place}.{number}", one) for number, one in enumerate(raw)]


def column(form: Form, fact: Fact, place: str, raw: Any) -> tuple[str, Field]:
    name = form.choice(place, raw, tuple(fact.fields))
    return name, fact.fields.get(name, UNKNOWN)


def whole(form: Form, place: str, raw: Any, most: int) -> int:
    if isinstance(raw, int) and not isinstance(raw, bool) and 1 <= raw <= most:
        return raw
    form.wrong(place, f"must be a whole number from 1 to {most}")
    return 1

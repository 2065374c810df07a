"""A query as clients write it, read field by field: every error at once, and nothing taken over.

What is named must be declared, what is compared must be of the field's kind. Nothing that somebody
wrote becomes the name of a field or of an operator.
"""

from collections.abc import Sequence
from typing import Any

from kernel.form import Form
from services.analytics.asking.comparing import read_test
from services.analytics.asking.parts import UNKNOWN, column, items, known, whole
from services.analytics.asking.query import (
    COUNT,
    CURRENCY,
    MOST_ROWS,
    USUAL_LIMIT,
    Either,
    Key,
    Measure,
    Query,
)
from services.analytics.facts import FACTS
from services.analytics.facts.fact import GROUPED, MEASURES, MONEY, TIME, Fact
from services.analytics.periods import PERIODS

MOST = 20  # conditions, and alternatives to each
MOST_KEYS = 4
MOST_MEASURES = 10
PARTS = ("fact", "where", "group", "measure", "sort", "limit")


def read(raw: Any) -> Query:
    """Raises Invalid with all that is wrong."""
    with Form() as form:
        said = known(form, "query", raw, PARTS)
        name = form.choice("fact", said.get("fact"), tuple(FACTS))
    with Form() as form:
        fact = FACTS[name]
        where = [either(form, fact, *one) for one in items(form, said, "where", MOST)]
        keys = [key(form, fact, *one) for one in items(form, said, "group", MOST_KEYS)]
        asked = items(form, said, "measure", MOST_MEASURES)
        measures = [measure(form, fact, *one) for one in asked] or [Measure(COUNT)]
        keys += by_currency(fact, keys, measures)
        columns = [key.column for key in keys] + [one.column for one in measures]
        if len(set(columns)) < len(columns):
            form.wrong("measure", "must not name the same thing twice, nor must `group`")
        sort = [order(form, columns, *one) for one in items(form, said, "sort", len(columns))]
        most = USUAL_LIMIT
        if said.get("limit") is not None:
            most = whole(form, "limit", said["limit"], MOST_ROWS)
    return Query(fact, where, keys, measures, sort or usual(keys, measures), most)


def either(form: Form, fact: Fact, place: str, raw: Any) -> Either:
    """One condition, or several of which one must hold."""
    if isinstance(raw, dict) and "any" in raw:
        said = known(form, place, raw, ("any",))
        return [read_test(form, fact, *one) for one in items(form, said, "any", MOST, place)]
    return [read_test(form, fact, place, raw)]


def key(form: Form, fact: Fact, place: str, raw: Any) -> Key:
    said = known(form, place, raw, ("field", "every"))
    name, field = column(form, fact, f"{place}.field", said.get("field"))
    if field is not UNKNOWN and field.kind not in GROUPED:
        form.wrong(f"{place}.field", f"is a {field.kind}, which nothing is grouped by")
    every = said.get("every")
    if field.kind == TIME:
        every = form.choice(f"{place}.every", every, PERIODS)
    elif every is not None:
        form.wrong(f"{place}.every", "is for times only")
    return Key(name, field, every if isinstance(every, str) else None)


def measure(form: Form, fact: Fact, place: str, raw: Any) -> Measure:
    said = known(form, place, raw, ("how", "of", "at"))
    if said.get("how") == COUNT:
        known(form, place, raw, ("how",))
        return Measure(COUNT)
    name, field = column(form, fact, f"{place}.of", said.get("of"))
    kinds = sorted({how for hows in MEASURES.values() for how in hows})
    how = form.choice(f"{place}.how", said.get("how"), MEASURES.get(field.kind, (COUNT, *kinds)))
    if how == "percentile":
        return Measure(how, name, field, whole(form, f"{place}.at", said.get("at"), 99))
    if said.get("at") is not None:
        form.wrong(f"{place}.at", "is for a percentile only")
    return Measure(how, name, field)


def by_currency(fact: Fact, keys: Sequence[Key], measures: Sequence[Measure]) -> list[Key]:
    """Sums of different currencies are never added up: each has a line of its own."""
    money = any(one.field and one.field.kind == MONEY for one in measures)
    if not money or any(one.name == CURRENCY for one in keys):
        return []
    return [Key(CURRENCY, fact.fields[CURRENCY])]


def order(form: Form, columns: Sequence[str], place: str, raw: Any) -> tuple[str, int]:
    named = form.choice(place, raw, [sign + name for name in columns for sign in ("", "-")])
    return named.removeprefix("-"), -1 if named.startswith("-") else 1


def usual(keys: Sequence[Key], measures: Sequence[Measure]) -> list[tuple[str, int]]:
    """Periods in their order, anything else by the first measure, highest first."""
    if keys and keys[0].every:
        return [(keys[0].column, 1)]
    return [(measures[0].column, -1)]

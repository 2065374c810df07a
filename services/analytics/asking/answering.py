"""What a query answers: columns, and a row for each group, money as exact text."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from pymongo.errors import OperationFailure

from kernel.refusal import Invalid
from kernel.rows import Rows
from services.analytics.asker import Asker
from services.analytics.asking.compiling import compiled
from services.analytics.asking.query import COUNT, CURRENCY, MOST_GROUPS, Key, Measure, Query
from services.analytics.facts.fact import MONEY, NUMBER, Setting
from services.analytics.plain import money, time
from services.analytics.reading import Stage, aggregate

MEMORY = (146, 292)  # a group's values are more than the server holds in memory
HUNDREDTH = Decimal("0.01")
PERIOD = "period"  # of the calendar: the kind of a time that is grouped by
ADVICE = "narrow it with `where`, group by longer periods or by less, or leave out medians"

Answer = dict[str, Any]


def answer(query: Query, asker: Asker, setting: Setting, rows: Rows) -> Answer:
    found = run(compiled(query, asker, setting, rows), query, rows)
    groups = sum(one["count"] for one in found["groups"])
    if groups > MOST_GROUPS:
        raise too_wide(f"more than {MOST_GROUPS} groups come of it")
    return {
        "fact": query.fact.name,
        "columns": columns(query),
        "rows": [row(query, one) for one in found["rows"]] or nothing(query),
        "groups": groups or len(nothing(query)),
        "truncated": groups > query.limit,
    }


def nothing(query: Query) -> list[Answer]:
    """Who puts nothing together asks for one answer: of nothing there are none."""
    if query.keys:
        return []
    return [
        row(query, {"_id": None} | {f"m{n}": empty(one) for n, one in enumerate(query.measures)})
    ]


def empty(measure: Measure) -> int | None:
    return 0 if measure.how in (COUNT, "distinct", "sum") else None


def run(stages: Sequence[Stage], query: Query, rows: Rows) -> Mapping[str, Any]:
    try:
        [found] = aggregate(rows.collection(query.fact.projection), *stages)
    except OperationFailure as error:
        if error.code in MEMORY:
            raise too_wide("it needs more memory than a question may have") from None
        raise
    return found


def too_wide(why: str) -> Invalid:
    return Invalid("too-wide", f"{why}: {ADVICE}")


def columns(query: Query) -> list[Answer]:
    return [*map(key_column, query.keys), *map(measure_column, query.measures)]


def key_column(key: Key) -> Answer:
    kind = PERIOD if key.every else key.field.kind
    return {"name": key.column, "kind": kind, "role": "key", "says": key.field.says}


def measure_column(measure: Measure) -> Answer:
    counts = measure.field is None or measure.how == "distinct"
    kind = NUMBER if counts or measure.field is None else measure.field.kind
    says = f"{measure.how} of: {measure.field.says}" if measure.field else "how many"
    return {"name": measure.column, "kind": kind, "role": "measure", "says": says}


def row(query: Query, found: Mapping[str, Any]) -> Answer:
    keys = found["_id"] or {}
    told = {key.column: keys[f"k{n}"] for n, key in enumerate(query.keys)}
    currency = told.get(CURRENCY)
    measured = {
        one.column: value(one, found.get(f"m{n}"), currency) for n, one in enumerate(query.measures)
    }
    return told | measured


def value(measure: Measure, found: Any, currency: str | None) -> Any:
    """Rounded for the reader only here: what was put in order was exact."""
    if measure.how in (COUNT, "distinct") or measure.field is None:
        return int(found)
    if measure.field.kind == MONEY:
        return None if found is None else worth(measure, Decimal(found), currency)
    if isinstance(found, datetime):
        return time(found)
    return round(float(found), 2) if isinstance(found, float | Decimal) else found


def worth(measure: Measure, found: Decimal, currency: str | None) -> dict[str, str] | None:
    """A mean may have no end of decimals; a sum keeps all that it has."""
    if measure.how in ("avg", "median"):
        found = found.quantize(HUNDREDTH, ROUND_HALF_UP)
    return money(found, currency)

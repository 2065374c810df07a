"""What is made of a query: in words for people, and as the aggregation that is run."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from kernel.rows import Rows
from services.analytics.asker import Asker
from services.analytics.asking.answering import columns
from services.analytics.asking.compiling import compiled
from services.analytics.asking.query import MOST_GROUPS, Query, Sum, Test
from services.analytics.facts.fact import GIVEN, Setting
from services.analytics.plain import time
from services.analytics.reading import REPORT_MS

Answer = dict[str, Any]


def explained(query: Query, asker: Asker, setting: Setting, rows: Rows) -> Answer:
    """With the rights of who asks: the same query is another one for somebody else."""
    return {
        "fact": query.fact.name,
        "says": said(query, asker, setting),
        "columns": columns(query),
        "collection": rows.collection(query.fact.projection).name,
        "pipeline": [in_json(stage) for stage in compiled(query, asker, setting, rows)],
        "limits": {"rows": query.limit, "groups": MOST_GROUPS, "milliseconds": REPORT_MS},
    }


def said(query: Query, asker: Asker, setting: Setting) -> list[str]:
    seen = "all of them" if asker.sees_all else "those that you may see"
    return [
        f"of {query.fact.says}: {seen}",
        *(f"where {' or '.join(map(tested, one))}" for one in query.where),
        *grouped(query, setting),
        f"told: {', '.join(query.columns)}",
        f"in the order of {', '.join(column + DOWN[way] for column, way in query.sort)}",
        f"at most {query.limit} rows",
    ]


DOWN: Mapping[int, str] = {1: "", -1: " (highest first)"}


def tested(test: Test) -> str:
    if test.test == GIVEN:
        return f"{test.name} is {'' if test.value else 'not '}given"
    return f"{test.name} {test.test.replace('_', ' ')} {worded(test.value)}"


def worded(value: Any) -> str:
    if isinstance(value, Sum):
        return f"{value.amount} {value.currency}"
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def grouped(query: Query, setting: Setting) -> list[str]:
    names = [f"{key.name} by {key.every}" if key.every else key.name for key in query.keys]
    zone = f" (the calendar of {setting.clock.zone})" if any(k.every for k in query.keys) else ""
    return [f"put together by {', '.join(names)}{zone}"] if names else []


def in_json(value: Any) -> Any:
    """As MongoDB writes what JSON has not."""
    if isinstance(value, Mapping):
        return {name: in_json(inner) for name, inner in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [in_json(inner) for inner in value]
    if isinstance(value, Decimal):
        return {"$numberDecimal": str(value)}
    return {"$date": time(value)} if isinstance(value, datetime) else value

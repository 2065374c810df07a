"""A report as a table under columns, as charts and workbooks need it."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from gateway.query_shapes import EVERY
from gateway.spreadsheet import NUMBER, cells
from kernel.refusal import Invalid

MAIN = {  # of which figures a chart is, when nothing else is asked for: the first that it has
    "won-value": ["amounts"], "win-rate": ["win_rate"], "sales-cycle": ["mean_days"],
    "average-deal": ["averages"], "forecast": ["weighted"], "stuck-deals": ["count"],
    "loss-reasons": ["lost", "count"], "paths": ["closed", "won"], "time-in-stage": ["mean_days"],
    "remaining-time": ["mean_days"], "time-on-rung": ["mean_days"], "rung-conversion": ["reached"],
    "funnel": ["opportunities", "count"], "conversion": ["reached"], "workload": ["follow_ups"],
    "due": ["overdue"],
}  # fmt: skip
BESIDE = {"paths": ["lost"]}  # what stands beside it
PARTS = ("stage", "way", "reason")  # what a figure of the total is told apart by
CODE = re.compile(r"[a-z_ ]+ [A-Z]{3}")  # a sum, with its currency
NARROWING = "conversion"  # so many reached each stage: one narrower after the other

Report = Mapping[str, Any]
Row = dict[str, Any]


def charted(report: Report, figure: str | None, kind: str | None) -> dict[str, Any]:
    """Its lines with one figure, or its stages, or what it comes to in all."""
    rows = [dict(cells(row)) for row in report["rows"]] or standing(report) or total(report)
    figures = chosen(rows, [figure] if figure else MAIN.get(report["report"], ()), bool(figure))
    figures += (
        [] if figure else [name for name in BESIDE.get(report["report"], ()) if name in rows[0]]
    )
    days = (
        f"{report['from'] or ''} – {report['to'] or ''}" if report["from"] or report["to"] else ""
    )
    narrowing = report["report"] == NARROWING and not report["rows"]
    return {
        "chart": kind or ("funnel" if narrowing else None),
        "title": f"{report['report']} · {', '.join(figures[:3])} {days}".strip(),
        "columns": [
            {"name": "key", "kind": "period" if report.get("by") in EVERY else "text",
             "role": "key"},
            *({"name": name, "kind": "number", "role": "measure"} for name in figures),
        ],
        "rows": [{"key": row["key"]} | {name: number(row.get(name)) for name in figures}
                 for row in rows],
    }  # fmt: skip


def standing(report: Report) -> list[Row]:
    """What is told stage by stage, or by ways or reasons, a line for each."""
    for told in report["total"].values():
        if part := told_by(told):
            return [dict(cells({"key": one[part], **one})) for one in told]
    return []


def told_by(told: Any) -> str | None:
    first = told[0] if isinstance(told, list) and told else None
    return (
        next((part for part in PARTS if part in first), None) if isinstance(first, dict) else None
    )


def total(report: Report) -> list[Row]:
    return [{"key": "total"} | dict(cells(report["total"]))]


def chosen(rows: Sequence[Row], wanted: Sequence[str], asked: bool) -> list[str]:
    """The figures that begin with what is wanted. Raises Invalid that names those there are."""
    every = dict.fromkeys(name for row in rows for name in row if name != "key")
    numbers = [name for name in every if any(number(row.get(name)) is not None for row in rows)]
    each = ([name for name in numbers if one in (name, *begins(name))] for one in wanted)
    found = next(filter(None, each), [])
    if asked and not found:
        message = f"is one of {', '.join(numbers)}"
        raise Invalid("invalid", message, errors=[{"field": "figure", "message": message}])
    counts = [name for name in found if name.endswith(" count")]
    return counts or in_one_currency(rows, found) or numbers[:1]


def in_one_currency(rows: Sequence[Row], found: Sequence[str]) -> list[str]:
    """No axis has several: the one that most lines have, unless another one is asked for."""
    if len(found) < 2 or not all(CODE.fullmatch(name) for name in found):
        return list(found)
    return [max(found, key=lambda name: sum(row.get(name) is not None for row in rows))]


def begins(name: str) -> list[str]:
    words = name.split(" ")
    return [" ".join(words[:end]) for end in range(1, len(words))]


def number(value: Any) -> Any:
    if isinstance(value, str) and NUMBER.fullmatch(value):
        return float(value)
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None

"""A report as a table under columns, as charts and workbooks need it."""

from collections.abc import Mapping, Sequence
from typing import Any

from gateway.query_shapes import EVERY
from gateway.spreadsheet import NUMBER, cells
from kernel.refusal import Invalid

MAIN = {  # of which figures a chart is, when nothing else is asked for
    "won-value": "amounts", "win-rate": "win_rate", "sales-cycle": "mean_days",
    "funnel": "opportunities", "conversion": "reached", "workload": "follow_ups", "due": "overdue",
}  # fmt: skip
NARROWING = "conversion"  # so many reached each stage: one narrower after the other

Report = Mapping[str, Any]
Row = dict[str, Any]


def charted(report: Report, figure: str | None, kind: str | None) -> dict[str, Any]:
    """Its lines with one figure, or its stages, or what it comes to in all."""
    rows = [dict(cells(row)) for row in report["rows"]] or standing(report) or total(report)
    figures = chosen(rows, figure, MAIN.get(report["report"]))
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
    """What is told stage by stage, a line for each."""
    stages = next((told for told in report["total"].values() if by_stage(told)), ())
    return [dict(cells({"key": one["stage"], **one})) for one in stages]


def by_stage(told: Any) -> bool:
    return isinstance(told, Sequence) and bool(told) and "stage" in told[0]


def total(report: Report) -> list[Row]:
    return [{"key": "total"} | dict(cells(report["total"]))]


def chosen(rows: Sequence[Row], asked: str | None, usual: str | None) -> list[str]:
    """The figures that begin with what is asked for. Raises Invalid that names those there are."""
    every = dict.fromkeys(name for row in rows for name in row if name != "key")
    numbers = [name for name in every if any(number(row.get(name)) is not None for row in rows)]
    found = [name for name in numbers if (asked or usual) in (name, *begins(name))]
    if asked and not found:
        message = f"is one of {', '.join(numbers)}"
        raise Invalid("invalid", message, errors=[{"field": "figure", "message": message}])
    counts = [name for name in found if name.endswith(" count")]
    return counts or found or numbers[:1]


def begins(name: str) -> list[str]:
    words = name.split(" ")
    return [" ".join(words[:end]) for end in range(1, len(words))]


def number(value: Any) -> Any:
    if isinstance(value, str) and NUMBER.fullmatch(value):
        return float(value)
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None

"""Where each figure of a report opens: `opens` beside figures has a path for each of them."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlencode

Told = Mapping[str, Any]

REPORTS = "/v1/reports"
ON_LADDER = frozenset({"rung-conversion", "time-on-rung", "due"})
NAMED = {  # by what the lines of a list are told apart
    "stages": "stage", "opportunities": "stage", "reasons": "reason", "paths": "way",
    "commitments": "commitment", "rungs": "stage", "customers": "stage",
}  # fmt: skip
SAID = {  # of what has several figures about different deals
    ("win-rate", "won"): "part=won",
    ("win-rate", "lost"): "part=lost",
    ("conversion", "won"): "which=won",
    ("conversion", "won_percent"): "which=won",
    ("paths", "won"): "which=won",
    ("paths", "won_amounts"): "which=won",
    ("paths", "lost"): "which=lost",
    ("paths", "others"): "which=rest",
    ("rung-conversion", "customers"): "part=pool",
    ("workload", "reach"): "figure=calls",
    ("workload", "won_amounts"): "",
}
MONEY = {"amount", "currency"}


def linked(report: Told, asked: Mapping[str, str]) -> dict[str, Any]:
    """`asked` is whose figures they are: the person or the team that was asked for."""
    told = dict(report) | span(report, report, asked)
    if compared := report.get("compared"):
        told["compared"] = dict(compared) | span(report, compared, asked)
    return told


def span(report: Told, told: Told, asked: Mapping[str, str]) -> dict[str, Any]:
    """A line is opened as the report was cut; the total, as if it had not been."""
    name, by = report["report"], report["by"]
    about = query({"from": told["from"], "to": told["to"], **asked})
    return {
        "total": opened(name, told["total"], about),
        "rows": [
            opened(name, row, joined(about, query({"by": by, "key": row["key"]})))
            for row in told["rows"]
        ],
    }


def opened(report: str, told: Told, about: str, kind: str | None = None) -> dict[str, Any]:
    """`kind` is what is counted there, where it is not what the report counts elsewhere."""
    made = {name: within(report, name, value, about) for name, value in told.items()}
    paths = {
        name: path(report, name, about, kind) for name, value in told.items() if is_figure(value)
    }
    return made | ({"opens": paths} if paths else {})


def within(report: str, name: str, value: Any, about: str) -> Any:
    if name == "range" and value:
        return value | {"opens": dict.fromkeys(rates(value), past(value, about))}
    if not isinstance(value, list) or is_figure(value) or not all(map(is_line, value)):
        return value
    kind = "customers" if name == "customers" else None
    return [opened(report, one, joined(about, part(name, one)), kind) for one in value]


def is_line(value: Any) -> bool:
    return isinstance(value, dict)


def is_figure(value: Any) -> bool:
    """A number, or sums of money."""
    if isinstance(value, list):
        return bool(value) and all(is_line(one) and one.keys() == MONEY for one in value)
    return isinstance(value, int | float) and not isinstance(value, bool)


def part(name: str, one: Told) -> str:
    """Where a step leads nowhere, they stand there still; a reason that is none is all others."""
    if name == "next":
        return "which=still" if one["to"] is None else query({"then": one["to"]})
    named = one[NAMED[name]]
    return "which=rest" if named is None else query({"part": named})


def path(report: str, figure: str, about: str, kind: str | None) -> str:
    said = SAID.get((report, figure), "")
    if report == "workload" and figure != "won_amounts":
        said = said or f"figure={figure}"
        return f"{REPORTS}/workload/deeds?{joined(about, said)}"
    if report == "due":
        said = f"part={figure}"
    where = "won-value" if report == "workload" else report
    found = kind or ("customers" if report in ON_LADDER else "deals")
    asks = joined(about, said)
    return f"{REPORTS}/{where}/{found}{'?' if asks else ''}{asks}"


def rates(value: Told) -> list[str]:
    return [name for name, told in value.items() if is_figure(told)]


def past(value: Told, about: str) -> str:
    """The win rates of the quarters that a forecast's range was learned from; those of all."""
    whose = [one for one in about.split("&") if one.startswith(("person=", "team="))]
    days = query({"from": value["from"], "to": value["to"], "by": "quarter"})
    return f"{REPORTS}/win-rate?{joined(days, *whose)}"


def joined(*queries: str) -> str:
    return "&".join(filter(None, queries))


def query(asked: Mapping[str, Any]) -> str:
    given = {name: value for name, value in asked.items() if value is not None}
    return urlencode(given, quote_via=quote)

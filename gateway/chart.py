"""What a table of answers looks like as a chart: which labels, which series, and of what."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from gateway.chart_points import Points, filled, in_wan
from gateway.time_axis import whole
from kernel.refusal import Invalid

KINDS = ("bar", "line", "pie", "funnel")
MOST = {"bar": 60, "line": 400, "pie": 20, "funnel": 12}  # labels that can still be read
MOST_SERIES = 12
WHOLES = ("pie", "funnel")  # show parts of one thing: one series
NOTHING = "—"  # the label of what has no value
UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\ufffe\uffff]")
CURRENCY = "currency"
PERIOD = "period"
YUAN = "CNY"
UNDATED = " · 无日期者未画 · undated left out"

Answer = Mapping[str, Any]  # {"columns": [{"name", "kind", "role"}], "rows": [{name: value}]}
Column = Mapping[str, Any]


@dataclass(frozen=True)
class Chart:
    kind: str
    title: str
    labels: Sequence[str]
    series: Mapping[str, Sequence[float | None]]


def chart(answer: Answer, kind: str | None = None, title: str | None = None) -> Chart:
    """Raises Invalid for what no chart can show, with what to do about it."""
    currency = only_currency(answer)
    keys = [one for one in of_role(answer, "key") if currency is None or one["name"] != CURRENCY]
    in_time = bool(keys) and keys[0]["kind"] == PERIOD
    kind = kind or ("line" if in_time else "bar")
    measures = alike(of_role(answer, "measure"), kind)
    if not keys:
        found = totals(answer, measures)
    elif len(keys) > 1 and kind not in WHOLES:
        found = crossed(answer, keys, measures[0])
    else:
        found = {one["name"]: points(answer, keys, one) for one in measures}
    title = titled(answer, title, measures, currency)
    if currency == YUAN or all(one["name"].endswith(f" {YUAN}") for one in measures):
        title, found = in_wan(title, found)
    if not in_time or kind in WHOLES:
        return drawable(kind, title, found, told(found))
    undated = NOTHING in told(found)
    labels = whole((one for one in told(found) if one != NOTHING), MOST[kind])
    if undated and kind == "line":
        return drawable(kind, title + UNDATED, filled(found, labels, measures[0]["name"]), labels)
    return drawable(
        kind, title, filled(found, labels, measures[0]["name"]), [*labels, *([NOTHING] * undated)]
    )


def told(found: Mapping[str, Points]) -> list[str]:
    return list(dict.fromkeys(label for values in found.values() for label in values))


def drawable(kind: str, title: str, found: Mapping[str, Points], labels: Sequence[str]) -> Chart:
    if len(labels) > MOST[kind] or len(found) > MOST_SERIES:
        raise Invalid(
            "too-much-for-a-chart",
            f"a {kind} chart has at most {MOST[kind]} labels and {MOST_SERIES} series: "
            "set a lower `limit` of a query, cut a report by less, or ask for a table",
        )
    return Chart(kind, title, labels, {n: [v.get(one) for one in labels] for n, v in found.items()})


def of_role(answer: Answer, role: str) -> list[Column]:
    return [column for column in answer["columns"] if column["role"] == role]


def only_currency(answer: Answer) -> str | None:
    """The one of all sums; raises Invalid for several, which no axis can have."""
    if not any(one["kind"] == "money" for one in of_role(answer, "measure")):
        return None
    found = {row[CURRENCY] for row in answer["rows"]} - {None}
    if len(found) > 1:
        raise Invalid(
            "several-currencies",
            f"the sums are of {', '.join(sorted(found))}: ask for one `currency` to see a chart",
        )
    return next(iter(found), "")


def alike(measures: Sequence[Column], kind: str) -> Sequence[Column]:
    """Those of the first one's kind: a count and a sum of money have no common axis."""
    same = [one for one in measures if one["kind"] == measures[0]["kind"]]
    return same[:1] if kind in WHOLES else same


def totals(answer: Answer, measures: Sequence[Column]) -> dict[str, Points]:
    rows = answer["rows"]
    return {"": {one["name"]: number(rows[0][one["name"]]) for one in measures if rows}}


def points(answer: Answer, keys: Sequence[Column], measure: Column) -> Points:
    return {
        " · ".join(label(row[key["name"]]) for key in keys): number(row[measure["name"]])
        for row in answer["rows"]
    }


def crossed(answer: Answer, keys: Sequence[Column], measure: Column) -> dict[str, Points]:
    """The first key along the axis, a series for each value of the others."""
    found: dict[str, Points] = {}
    for row in answer["rows"]:
        name = " · ".join(label(row[key["name"]]) for key in keys[1:])
        found.setdefault(name, {})[label(row[keys[0]["name"]])] = number(row[measure["name"]])
    return found


def label(value: Any) -> str:
    return NOTHING if value is None else UNSEEN.sub(" ", str(value))[:60]


def number(value: Any) -> float | None:
    amount = value["amount"] if isinstance(value, Mapping) else value
    return None if amount is None else float(amount)


def titled(
    answer: Answer, title: str | None, measures: Sequence[Column], currency: str | None
) -> str:
    """Says so when there is more than what is drawn."""
    what = title or ", ".join(one["name"] for one in measures)
    shown = f" ({len(answer['rows'])}/{answer['groups']})" if answer.get("truncated") else ""
    return label(f"{what}{f' · {currency}' if currency else ''}") + shown

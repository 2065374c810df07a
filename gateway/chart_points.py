"""The numbers of a chart, by the labels along its axis."""

import re
from collections.abc import Mapping, Sequence

ADDED_UP = re.compile(r"count|won|lost|(won_)?amounts.*|sum_.*|distinct_.*|.* count")
WAN = 10_000
Points = dict[str, float | None]  # by label


def filled(found: Mapping[str, Points], periods: Sequence[str], measure: str) -> dict[str, Points]:
    """In a period without anything there are none of it; what no number tells stays untold."""
    none: Points = dict.fromkeys(periods, 0.0) if ADDED_UP.fullmatch(measure) else {}
    return {name: none | values for name, values in found.items()}


def in_wan(title: str, found: dict[str, Points]) -> tuple[str, dict[str, Points]]:
    """Large sums of yuan as they are spoken of: in ten thousands (万元)."""
    values = [value for series in found.values() for value in series.values() if value]
    if max(map(abs, values), default=0) < WAN * 10:
        return title, found
    made = {
        name: {key: None if value is None else value / WAN for key, value in series.items()}
        for name, series in found.items()
    }
    return f"{title} 万元", made

"""Results that are kept: rows as JSON, section by section, so that a later run can be compared."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from bench.figures import Figure, Goal, verdict


@dataclass(frozen=True)
class Section:
    name: str
    circumstances: str  # when, how many rounds, how large, on what
    figures: Sequence[Figure]


def load(path: Path) -> list[Section]:
    """What was kept; nothing when there was no run before."""
    if not path.exists():
        return []
    return [section(found) for found in json.loads(path.read_text(encoding="utf-8"))]


def save(path: Path, sections: Sequence[Section]) -> None:
    data = [to_json(each) for each in sections]
    path.write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def merged(
    before: Sequence[Section], now: Sequence[Section], order: Sequence[str]
) -> list[Section]:
    """The sections of this run, and those of earlier ones that it did not measure."""
    every = {each.name: each for each in (*before, *now)}
    return [every[name] for name in order if name in every]


def medians(sections: Sequence[Section]) -> dict[str, dict[str, float]]:
    """Of each row's main measure, by section and row."""
    return {
        each.name: {figure.what: median(figure.values[figure.main]) for figure in each.figures}
        for each in sections
    }


def to_json(of: Section) -> dict[str, Any]:
    rows = [
        {
            "what": figure.what,
            "values": {name: list(values) for name, values in figure.values.items()},
            "goals": [[goal.measure, goal.limit, goal.least] for goal in figure.goals],
            "verdict": verdict(figure),
            "notes": list(figure.notes),
        }
        for figure in of.figures
    ]
    return {"section": of.name, "circumstances": of.circumstances, "rows": rows}


def section(data: dict[str, Any]) -> Section:
    figures = [
        Figure(row["what"], row["values"], [Goal(*goal) for goal in row["goals"]], row["notes"])
        for row in data["rows"]
    ]
    return Section(data["section"], data["circumstances"], figures)

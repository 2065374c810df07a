"""The results as Markdown: one table for each section, with what is to be said below it."""

from collections.abc import Mapping, Sequence
from statistics import median
from typing import Any

from bench.figures import Figure, verdict, written
from bench.results import Section

HEADINGS = ("what", "median", "slowest – fastest", "p50", "p99", "target", "verdict", "before")


def markdown(title: str, sections: Sequence[Section], before: Mapping[str, Any]) -> str:
    parts = [f"# {title}", legend()]
    parts += [part for section in sections for part in section_lines(section, before)]
    return "\n\n".join(parts) + "\n"


def legend() -> str:
    return (
        "Medians over rounds; `before` compares with the run before (1.10 × is a tenth more), a "
        "verdict says by how much a target is missed. Everything, the clients too, runs on the "
        "machine named."
    )


def section_lines(section: Section, before: Mapping[str, Any]) -> list[str]:
    known = before.get(section.name, {})
    rows = [cells(figure, known.get(figure.what)) for figure in section.figures]
    lines = [list(HEADINGS), ["---"] * len(HEADINGS), *rows]
    notes = [f"- {figure.what}: {note}" for figure in section.figures for note in figure.notes]
    found = [f"## {section.name}", section.circumstances]
    found.append("\n".join(f"| {' | '.join(line)} |" for line in lines))
    return [*found, "\n".join(notes)] if notes else found


def cells(figure: Figure, before: float | None) -> list[str]:
    values = figure.values[figure.main]
    return [
        figure.what,
        written(figure.main, median(values)),
        spread(figure),
        *(tail(figure, measure) for measure in ("p50", "p99")),
        ", ".join(str(goal) for goal in figure.goals),
        verdict(figure),
        f"{median(values) / before:.2f} ×" if before else "",
    ]


def spread(figure: Figure) -> str:
    values = figure.values[figure.main]
    if len(values) == 1:
        return ""
    return f"{written(figure.main, min(values))} – {written(figure.main, max(values))}"


def tail(figure: Figure, measure: str) -> str:
    known = measure in figure.values and measure != figure.main
    return written(measure, figure.median(measure)) if known else ""

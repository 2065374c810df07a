"""Tables for people: aligned by what is seen, coloured only after that."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cli.say import BOLD, paint


@dataclass(frozen=True)
class Cell:
    text: str
    colour: str = ""


Row = Sequence[str | Cell]


def table(heading: Sequence[str], rows: Iterable[Row], right: str = "") -> list[str]:
    """Lines; `right` names the columns of numbers, which end under each other."""
    cells = [[cell if isinstance(cell, Cell) else Cell(cell) for cell in row] for row in rows]
    heads = [Cell(name, BOLD) for name in heading]
    widths = [
        max(len(row[at].text) for row in [heads, *cells]) if cells else len(name)
        for at, name in enumerate(heading)
    ]
    numbers = {at for at, name in enumerate(heading) if name in right.split()}
    return [line(row, widths, numbers) for row in [heads, *cells]]


def line(row: Sequence[Cell], widths: Sequence[int], numbers: set[int]) -> str:
    parts = []
    for at, (cell, width) in enumerate(zip(row, widths, strict=True)):
        gap = " " * (width - len(cell.text))
        text = paint(cell.text, cell.colour) if cell.colour else cell.text
        parts.append(gap + text if at in numbers else text + gap)
    return "  ".join(parts).rstrip()


def count(number: float | None) -> str:
    return "-" if number is None else f"{number:,.0f}"


def size(bytes_: float | None) -> str:
    return "-" if bytes_ is None else f"{bytes_ / 1e6:,.0f} MB"


def span(seconds: float | None) -> str:
    """How long, in the one or two units that matter: 4 s, 3 min, 2 h 5 min, 3 d 4 h."""
    if seconds is None:
        return "-"
    if seconds < 90:
        return f"{seconds:.0f} s"
    minutes = int(seconds // 60)
    if minutes < 90:
        return f"{minutes} min"
    hours = minutes // 60
    return f"{hours} h {minutes % 60} min" if hours < 48 else f"{hours // 24} d {hours % 24} h"


def milliseconds(seconds: float | None) -> str:
    return "-" if seconds is None else f"{seconds * 1000:,.0f} ms"

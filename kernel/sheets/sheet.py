"""A sheet of rows of text, whatever it was saved as: the first row has the headers."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from kernel.sheets import decoding, separated, workbook
from kernel.sheets.limits import Limits, Unreadable

PACKED = b"PK\x03\x04"
OLD_OR_ENCRYPTED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@dataclass(frozen=True, slots=True)
class Line:
    number: int  # in the file, where the row begins; the first is 1
    cells: list[str]


@dataclass(frozen=True)
class Sheet:
    """`lines` begins to read anew at each call; rows without any text are left out."""

    kind: str  # csv, xlsx
    encoding: str
    header: list[str]
    lines: Callable[[], Iterator[Line]]


def open_sheet(path: Path, limits: Limits | None = None) -> Sheet:
    """Raises Unreadable. Reading on may still raise it: `list` it before anything is written."""
    limits = limits or Limits()
    with path.open("rb") as file:
        begin = file.read(8)
    if not begin:
        raise Unreadable("empty-file", "the file is empty")
    if begin == OLD_OR_ENCRYPTED:
        raise Unreadable(
            "encrypted-file",
            "this is a workbook with a password, or of Excel before 2007: "
            "save it as .xlsx without a password",
        )
    if begin.startswith(PACKED):
        return of("xlsx", "", lambda: workbook.rows(path, limits), limits)
    encoding = decoding.encoding(path)
    return of("csv", encoding, lambda: separated.rows(path, encoding, limits), limits)


def of(
    kind: str, encoding: str, rows: Callable[[], Iterator[tuple[int, list[str]]]], limits: Limits
) -> Sheet:
    def told() -> Iterator[Line]:
        """With the header."""
        return (Line(number, cells) for number, cells in bounded(rows(), limits))

    first = next(told(), None)
    if first is None:
        raise Unreadable("empty-file", "the file has no row")

    def lines() -> Iterator[Line]:
        found = told()
        next(found)
        return found

    return Sheet(kind, encoding, first.cells, lines)


def bounded(
    rows: Iterator[tuple[int, list[str]]], limits: Limits
) -> Iterator[tuple[int, list[str]]]:
    """Rows that have any text, without blanks around it, and no more than is allowed."""
    count = -1  # the header is none of them
    for number, cells in rows:
        stripped = trimmed([cell.strip() for cell in cells])
        if not stripped:
            continue
        count += 1
        if count > limits.rows:
            raise Unreadable("too-many-rows", f"at most {limits.rows:,} rows: part the file")
        check(number, stripped, limits)
        yield number, stripped


def check(number: int, cells: list[str], limits: Limits) -> None:
    if len(cells) > limits.columns:
        raise Unreadable(
            "too-many-columns", f"line {number} has more than {limits.columns} columns"
        )
    if max(map(len, cells)) > limits.cell:
        raise Unreadable(
            "too-long-cell",
            f"line {number} has a cell of more than {limits.cell:,} characters; "
            "a quotation mark that is never closed looks like that",
        )


def trimmed(cells: list[str]) -> list[str]:
    """Without the empty ones at the end."""
    while cells and not cells[-1]:
        cells.pop()
    return cells

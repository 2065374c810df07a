"""Rows of a CSV file, whatever parts its cells: comma, semicolon, tab or bar."""

import csv
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from kernel.sheets.limits import Limits, Unreadable

DELIMITERS = ",;\t|，；"
BEGIN = 65_536  # characters in which the first row ends


def rows(path: Path, encoding: str, limits: Limits) -> Iterator[tuple[int, list[str]]]:
    """Each with the number of the line that it begins in: a quoted cell may have several."""
    csv.field_size_limit(max(2 * limits.cell, 1 << 17))
    with path.open(encoding=encoding, newline="") as file:
        delimiter = delimiter_of(file.read(BEGIN))
        file.seek(0)
        reader = csv.reader(file, delimiter=delimiter, strict=True)
        try:
            begins = 1
            for cells in reader:
                yield begins, cells
                begins = reader.line_num + 1
        except csv.Error as error:
            raise Unreadable(
                "malformed-csv",
                f"from line {begins} on this cannot be read: {error}. "
                "Mostly a quotation mark is missing, or should be doubled",
            ) from None


def delimiter_of(text: str) -> str:
    """Which of them stands most often in the first row, outside of quotes."""
    counts: Counter[str] = Counter()
    quoted = False
    for char in text.lstrip("\r\n"):
        if char == '"':
            quoted = not quoted
        elif not quoted and char in "\r\n":
            break
        elif not quoted and char in DELIMITERS:
            counts[char] += 1
    return max(DELIMITERS, key=lambda char: counts[char])

"""Reading the CSV files people send: UTF-8 with or without mark, rows as wide as the header."""

import csv
from collections.abc import Sequence
from pathlib import Path

Row = dict[str, str]


class Unreadable(Exception):
    """The file is not what it should be; nothing was loaded from it."""


def rows(path: Path, columns: Sequence[str]) -> list[Row]:
    """All rows, values without spaces around them; raises Unreadable with file and line."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return _rows(csv.DictReader(file, strict=True), path, columns)
    except FileNotFoundError:
        raise Unreadable(f"{path} does not exist") from None
    except (UnicodeDecodeError, csv.Error) as error:
        raise Unreadable(f"{path}: {error}") from error


def _rows(reader: "csv.DictReader[str]", path: Path, columns: Sequence[str]) -> list[Row]:
    missing = [column for column in columns if column not in (reader.fieldnames or ())]
    if missing:
        raise Unreadable(f"{path} has no column {', '.join(missing)}")
    found = []
    for row in reader:
        if None in row or None in row.values():
            raise Unreadable(f"{path} line {reader.line_num}: not as wide as the header")
        found.append({name: value.strip() for name, value in row.items()})
    return found

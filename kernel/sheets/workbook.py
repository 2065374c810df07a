"""Rows of an XLSX workbook: of its first sheet that has any, each cell as the text it shows.

Only stored values are read; no formula is ever run.
"""

import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

from kernel.sheets.limits import Limits, Unreadable

ENCRYPTED = 0x1  # bit of a part in a zip
EXACT = 1e15  # from here on a spreadsheet has lost digits
RATIO = 200  # times as large as packed; sheets of text reach 20
SMALL = 1 << 20  # bytes that any ratio may lead to


def rows(path: Path, limits: Limits) -> Iterator[tuple[int, list[str]]]:
    check(path, limits)
    try:
        book = CalamineWorkbook.from_path(str(path))
        for name in book.sheet_names:
            sheet = book.get_sheet_by_name(name)
            if sheet.height:
                refuse_large(sheet.height, sheet.width, limits)
                first = 1 + (sheet.start[0] if sheet.start else 0)
                for number, row in enumerate(sheet.to_python(skip_empty_area=True), first):
                    yield number, [text(cell) for cell in row]
                return
    except (CalamineError, zipfile.BadZipFile) as error:
        raise Unreadable("malformed-xlsx", f"this workbook cannot be read: {error}") from None


def refuse_large(height: int, width: int, limits: Limits) -> None:
    """Before all its cells are made, of which it may have claimed seventeen billion."""
    if height > limits.rows + 1:
        raise Unreadable("too-many-rows", f"at most {limits.rows:,} rows: part the file")
    if width > limits.columns:
        raise Unreadable("too-many-columns", f"at most {limits.columns} columns")


def check(path: Path, limits: Limits) -> None:
    """What is said of its parts is looked at before any of them is unpacked."""
    try:
        with zipfile.ZipFile(path) as packed:
            parts = packed.infolist()
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise Unreadable("malformed-xlsx", f"this workbook is damaged: {error}") from None
    if any(part.flag_bits & ENCRYPTED for part in parts):
        raise Unreadable("encrypted-file", "save the workbook without a password")
    if len(parts) > limits.parts or not sane(parts, limits):
        raise Unreadable("zip-bomb", "unpacked, this workbook would be far too large")
    if "xl/workbook.xml" not in {part.filename for part in parts}:
        raise Unreadable("not-a-workbook", "this is a zip, but no .xlsx workbook")


def sane(parts: list[zipfile.ZipInfo], limits: Limits) -> bool:
    whole = sum(part.file_size for part in parts)
    blown = any(
        part.file_size > SMALL and part.file_size > RATIO * max(part.compress_size, 1)
        for part in parts
    )
    return whole <= limits.unpacked and not blown


def text(value: Any) -> str:
    """Dates as 2018-07-18, whole numbers without a point, and what has lost digits as it shows."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        return numeral(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    return value.isoformat() if isinstance(value, date | time) else other(value)


def numeral(value: float) -> str:
    if abs(value) >= EXACT:
        return f"{value:.14E}"
    return str(int(value)) if value == int(value) else repr(value)


def other(value: Any) -> str:
    return str(value) if isinstance(value, timedelta) else ""

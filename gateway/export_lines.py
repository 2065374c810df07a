"""A list that is taken away, as lines: JSON for programs, CSV for spreadsheets and programs.

What breaks off ends without an end: the connection is closed before the last chunk, and the last
line of JSON is missing.
"""

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from io import StringIO
from typing import Any

import orjson

from gateway.export_columns import Column, Row
from gateway.exported import Export
from gateway.spreadsheet import NUMBER, harmless
from kernel.nameko import in_thread

BYTE_ORDER_MARK = "\ufeff"  # Excel asks for it
LONG = re.compile(r"[+0]\d+|\d{12,}", re.ASCII)  # as a number, a spreadsheet would spoil it


def json_lines(export: Export) -> Iterator[bytes]:
    """The last line says that it is the last, and how many came before it."""
    count = 0
    for rows in export.pages:
        count += len(rows)
        yield b"".join(orjson.dumps(row) + b"\n" for row in rows)
    yield orjson.dumps({"end": {"rows": count, "as_of": list(export.as_of)}}) + b"\n"


def csv_lines(export: Export) -> Iterator[bytes]:
    head = line([column.heading for column in export.columns], export.for_excel)
    yield ((BYTE_ORDER_MARK if export.for_excel else "") + head).encode(errors="replace")
    for rows in export.pages:
        yield in_thread(lines, rows, export.columns, export.for_excel)


def lines(rows: Iterable[Row], columns: Sequence[Column], for_excel: bool) -> bytes:
    told = (line([column.read(row) for column in columns], for_excel) for row in rows)
    return "".join(told).encode(errors="replace")


def line(values: Iterable[Any], for_excel: bool) -> str:
    """Every cell is in quotes: some spreadsheets part cells at semicolons."""
    out = StringIO()
    cells = map(as_text if for_excel else harmless, values)
    csv.writer(out, lineterminator="\r\n", quoting=csv.QUOTE_ALL).writerow(cells)
    return out.getvalue()


def as_text(value: Any) -> Any:
    """Harmless; and long numbers, such as credit codes, keep all of their digits."""
    if isinstance(value, str) and NUMBER.fullmatch(value) and LONG.fullmatch(value):
        return f"'{value}"
    return harmless(value)

"""A table as a workbook: numbers that can be added up, and text that nothing runs."""

from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from io import BytesIO
from typing import Any

import xlsxwriter

from gateway.spreadsheet import NUMBER

DIGITS = 15  # that a spreadsheet keeps of a number
WIDTH = 18
CELL = 32_767  # characters that a cell may have

Row = Mapping[str, Any]


def workbook(rows: Sequence[Row]) -> bytes:
    out = BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet, bold = book.add_worksheet(), book.add_format({"bold": True})
        columns = list(dict.fromkeys(name for row in rows for name in row))
        sheet.set_column(0, max(len(columns) - 1, 0), WIDTH)
        for place, name in enumerate(columns):
            sheet.write_string(0, place, name, bold)
        for line, row in enumerate(rows, start=1):
            for place, name in enumerate(columns):
                write(sheet, line, place, row.get(name))
        sheet.freeze_panes(1, 0)
    return out.getvalue()


def write(sheet: Any, line: int, place: int, value: Any) -> None:
    """Text is written as text, whatever it begins with: a formula is only what is written as one.

    An amount stands in text; as a number it would lose digits beyond fifteen.
    """
    if isinstance(value, bool | None):
        sheet.write_string(line, place, "" if value is None else str(value).lower())
    elif (number := exact(value)) is not None:
        sheet.write_number(line, place, number)
    else:
        sheet.write_string(line, place, str(value)[:CELL])


def exact(value: Any) -> float | None:
    if isinstance(value, int | float):
        return float(value)
    if not isinstance(value, str) or not NUMBER.fullmatch(value) or "." not in value:
        return None
    try:
        found = Decimal(value)
    except InvalidOperation:
        return None
    return float(found) if len(found.as_tuple().digits) <= DIGITS else None

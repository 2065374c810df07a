"""A list that is taken away as a workbook: written row after row to a file, and sent when whole.

Rows go to the disk as they come, so that it takes no memory; and in a real thread, since it takes
time. Until it is whole nothing is sent: what breaks off is a problem document.
"""

from collections.abc import Iterator, Sequence
from tempfile import TemporaryFile
from typing import IO, Any

import xlsxwriter

from gateway.exported import Export
from gateway.workbook import WIDTH, write
from kernel.nameko import in_thread
from kernel.refusal import Invalid

MOST = 100_000  # rows: people look at a workbook
PIECE = 1 << 16


class Book:
    """Text stays text: a formula is only what is written as one."""

    def __init__(self, file: IO[bytes], headings: Sequence[str]) -> None:
        self.book = xlsxwriter.Workbook(file, {"constant_memory": True})
        self.sheet = self.book.add_worksheet()
        self.count = 0
        bold = self.book.add_format({"bold": True})
        self.sheet.set_column(0, max(len(headings) - 1, 0), WIDTH)
        self.sheet.freeze_panes(1, 0)
        for place, heading in enumerate(headings):
            self.sheet.write_string(0, place, heading, bold)

    def add(self, rows: Sequence[Sequence[Any]]) -> None:
        for cells in rows:
            self.count += 1
            for place, value in enumerate(cells):
                write(self.sheet, self.count, place, value)

    def close(self) -> None:
        """What it has put aside on the disk goes too, also when it is not whole."""
        self.book.close()


def workbook(export: Export) -> IO[bytes]:
    file = TemporaryFile()  # noqa: SIM115  (it is closed when it has been sent)
    try:
        book = Book(file, [column.heading for column in export.columns])
        try:
            for rows in export.pages:
                require_room(book.count + len(rows))
                in_thread(fill, book, rows, export)
        finally:
            in_thread(book.close)
    except BaseException:
        file.close()
        raise
    return file


def fill(book: Book, rows: Sequence[Any], export: Export) -> None:
    book.add([[column.read(row) for column in export.columns] for row in rows])


def require_room(count: int) -> None:
    if count > MOST:
        message = f"a workbook takes {MOST} rows: please narrow the list, or take csv or jsonl"
        raise Invalid("too-many-rows", message, errors=[{"field": "format", "message": message}])


def sent(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        file.seek(0)
        while piece := file.read(PIECE):
            yield piece


def size(file: IO[bytes]) -> int:
    return file.seek(0, 2)

"""The rows of a file in batches, each of which goes into one commit."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Protocol, TypeVar

from kernel.sheets import open_sheet


class Cells(Protocol):
    @property
    def cells(self) -> tuple[str, ...]: ...


Row = TypeVar("Row", bound=Cells)
Read = TypeVar("Read", bound=Cells, covariant=True)


class Reads(Protocol[Read]):
    """Makes of the cells of a line what goes on."""

    def row(self, line: int, cells: Sequence[str]) -> Read: ...


BATCH = 400  # rows: those who write in between wait for no more than one commit of them
TEXT = 400_000  # characters: a document of the log holds sixteen megabytes


def batches(
    path: Path,
    read: Callable[[Sequence[str]], Reads[Row]],
    first: int,
    most: int = BATCH,
    text: int = TEXT,
) -> Iterator[list[Row]]:
    """The rows from the `first` on (counted from 0); `read` by its header. Raises Unreadable."""
    sheet = open_sheet(path)
    reading = read(sheet.header)
    lines = islice(sheet.lines(), first, None)
    return in_batches((reading.row(line.number, line.cells) for line in lines), most, text)


def in_batches(rows: Iterable[Row], most: int, text: int) -> Iterator[list[Row]]:
    """Each of so many rows, and of so many characters but for the last row of it."""
    batch: list[Row] = []
    size = 0
    for row in rows:
        batch.append(row)
        size += sum(map(len, row.cells))
        if len(batch) >= most or size >= text:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch

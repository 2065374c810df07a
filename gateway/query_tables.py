"""What a query answers as a table for spreadsheets."""

from collections.abc import Iterator, Mapping
from typing import Any

from gateway.spreadsheet import written

Answer = Mapping[str, Any]


def query_csv(answer: Answer) -> bytes:
    return written([dict(cells(answer, row)) for row in answer["rows"]] or [empty(answer)])


def cells(answer: Answer, row: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Of money the amount: its currency has a column of its own."""
    for column in answer["columns"]:
        value = row[column["name"]]
        yield column["name"], value["amount"] if isinstance(value, Mapping) else value


def empty(answer: Answer) -> dict[str, Any]:
    """The headings are there where nothing else is."""
    return {column["name"]: None for column in answer["columns"]}

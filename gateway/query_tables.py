"""What a query answers as a table for spreadsheets."""

from collections.abc import Iterator, Mapping
from typing import Any

from gateway.spreadsheet import written

Answer = Mapping[str, Any]


def query_csv(answer: Answer) -> bytes:
    return written(query_rows(answer))


def query_rows(answer: Answer) -> list[dict[str, Any]]:
    """Under their headings, which are there where nothing else is."""
    empty = {column["name"]: None for column in answer["columns"]}
    return [dict(cells(answer, row)) for row in answer["rows"]] or [empty]


def cells(answer: Answer, row: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Of money the amount: its currency has a column of its own."""
    for column in answer["columns"]:
        value = row[column["name"]]
        yield column["name"], value["amount"] if isinstance(value, Mapping) else value

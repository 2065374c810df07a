"""Reports as CSV that opens in a spreadsheet without garbage and without running anything."""

import csv
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from io import StringIO
from typing import Any

MEDIA_TYPE = "text/csv; charset=utf-8"
NUMBER = re.compile(r"[+-]?\d+(\.\d+)?", re.ASCII)
FORMULA = frozenset("=+-@|\t\r\n")

LISTED = {"loss-reasons": "reasons", "paths": "paths"}

Cells = dict[str, Any]


def report_csv(report: Mapping[str, Any]) -> bytes:
    return written(report_rows(report))


def report_rows(report: Mapping[str, Any]) -> list[Cells]:
    """A line per row, one for the total, and one for the total that it is compared with.

    What a report tells reason by reason, or way by way, has a line for each of them.
    """
    rows = [*report["rows"], {"key": "total", **report["total"]}]
    if compared := report.get("compared"):
        rows.append({"key": f"total {compared['from']} - {compared['to']}", **compared["total"]})
    if listed := LISTED.get(report.get("report", "")):
        rows = [line for row in rows for line in parted(row, listed)]
    named = str(report.get("by") or "")
    return [{named or name if name == "key" else name: value for name, value in cells(row)}
            for row in rows]  # fmt: skip


def parted(row: Mapping[str, Any], listed: str) -> list[Cells]:
    """How many stages a way has would be so many columns: it names them itself."""
    about = {name: value for name, value in row.items() if name != listed}
    parts = [{n: v for n, v in part.items() if n != "stages"} for part in row[listed]]
    return [about | part for part in parts] or [about]


def written(rows: list[Cells]) -> bytes:
    """Every cell is in quotes: some spreadsheets part cells at semicolons.

    Begins with a byte order mark: Excel asks for it.
    """
    columns = list(dict.fromkeys(name for row in rows for name in row))
    out = StringIO()
    lines = csv.writer(out, lineterminator="\r\n", quoting=csv.QUOTE_ALL)
    lines.writerow(map(harmless, columns))
    lines.writerows([harmless(row.get(name)) for name in columns] for row in rows)
    return out.getvalue().encode("utf-8-sig", errors="replace")


def cells(row: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for name, value in row.items():
        yield from spread(name, value)


def spread(name: str, value: Any) -> Iterator[tuple[str, Any]]:
    """What is nested becomes columns of its own, such as `amounts CNY`."""
    if isinstance(value, Mapping):
        yield from spread_members(name, value)
    elif isinstance(value, list):
        for number, item in enumerate(value, start=1):
            yield from spread_item(name, number, item)
    else:
        yield name, value


def spread_members(name: str, value: Mapping[str, Any]) -> Iterable[tuple[str, Any]]:
    if value.keys() == {"amount", "currency"}:
        return [(f"{name} {value['currency']}", value["amount"])]
    return [cell for member in value for cell in spread(f"{name} {member}", value[member])]


def spread_item(name: str, number: int, item: Any) -> Iterable[tuple[str, Any]]:
    """A sum of money is told apart by its currency, anything else by its stage or its number."""
    if not isinstance(item, Mapping) or "currency" in item:
        return spread(name if isinstance(item, Mapping) else f"{name} {number}", item)
    label = item.get("stage", number)
    return spread(f"{name} {label}", {n: v for n, v in item.items() if n != "stage"})


def harmless(value: Any) -> Any:
    """Text that a spreadsheet would run as a formula gets an apostrophe in front (OWASP)."""
    if not isinstance(value, str) or NUMBER.fullmatch(value):
        return value
    first = unicodedata.normalize("NFKC", value.lstrip(" \u3000")[:1])
    return f"'{value}" if first in FORMULA or value[:1] in FORMULA else value

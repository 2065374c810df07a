"""`python -m tests.contests [short|middle|full]`; the table goes to bench/results/contests.md."""

import os
import platform
import sys
from datetime import UTC, datetime

from cli.place import ROOT
from tests.contests.all import SIZES, contests
from tests.contests.row import OURS, Row, markdown

RESULTS = ROOT / "bench" / "results" / "contests.md"
LEGEND = """Everybody begins at the same moment. The system runs two processes of each contested
service; its limits are 25 claims a day and 40 customers a person. A row is judged by every answer
and by the log, read document by document: owners, quota, cap, one customer per phone, positions
and versions without hole, commands done once, receipts that stand in the log. The rivals' order of
reading and writing was taken from their published source and runs on the same MongoDB, with
journalled majority writes like ours and without HTTP: what it does to data is compared, not time,
and the times are those of a machine that was busy otherwise.
"""


def report(row: Row) -> None:
    print(f"  {row.seconds:7.1f} s  {row.contest}: {row.wrong or 'sound'}", file=sys.stderr)


def main(arguments: list[str]) -> int:
    rows: list[Row] = []
    size = arguments[0] if arguments else "full"
    for row in contests(SIZES[size]):
        rows.append(row)
        report(row)
        write(rows, size)
    print(markdown(rows))
    return int(any(row.wrong for row in rows if row.who == OURS))


def write(rows: list[Row], size: str) -> None:
    machine = f"{size} form, {os.cpu_count()} cores, Python {platform.python_version()}"
    text = f"{datetime.now(UTC):%Y-%m-%d}, {machine}\n\n{markdown(rows)}\n\n{LEGEND}"
    RESULTS.write_text(f"# Contests\n\n{text}", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

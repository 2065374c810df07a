"""A rebuild in a process of its own that stops at a stage, says so, and waits to be killed."""

import sys
from threading import Event
from typing import Any, NoReturn

from kernel import bulk, contrast
from kernel.database import connect
from kernel.generations import rebuild
from tests.game import group
from tests.integration.projection.long_history import fetch

READING, BUILT, SWITCHED = "reading", "parked", "is live"
PAGES = 60  # of reading: then a part of the rows is written


def main(stage: str, database: str) -> None:
    contrast.PATIENCE = 0.1  # the live rows stand still
    bulk.FLUSH, bulk.YOUNG, bulk.KEEP = 5, 2, 2
    read = 0

    def reading(source: str, after: int, limit: int) -> dict[str, Any]:
        nonlocal read
        read += 1
        if stage == READING and read > PAGES:
            stay()
        return fetch(source, after, limit)

    def report(line: str) -> None:
        if stage in line:
            stay()

    rebuild(connect()[database], group(), reading, report)


def stay() -> NoReturn:
    print("here", flush=True)
    while True:
        Event().wait()


if __name__ == "__main__":
    main(*sys.argv[1:])

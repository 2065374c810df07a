"""Reads a file in a process of its own: `python -m services.customer.import_reader`.

Parsing takes most of the time of an import, and somebody else's file is what may break a parser.
Here it takes the time of another processor, less urgently than people's commands, and when it
wants more memory than there is, the service does not notice. What to do comes as JSON on standard
input, what was found goes out as a line of JSON for each batch.
"""

import os
import resource
import sys
from collections.abc import Callable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Any

import orjson

from kernel.codec import shape
from kernel.refusal import Refusal, to_json
from kernel.sheets import Sheet, Unreadable, open_sheet
from services.customer.events import ImportedColumn, Profile
from services.customer.import_keys import RowKey
from services.customer.import_rows import Reading, Row
from services.customer.imports import Plan

MEMORY = 3 << 30  # bytes of address space
NICE = 10
SAMPLE = 3  # rows that a person is shown
PROFILE = shape(Profile)

Json = dict[str, Any]


def look(asked: Mapping[str, Any]) -> Iterator[Json]:
    """What is in the file, once it has been read to its end."""
    sheet = open_sheet(Path(asked["path"]))
    lines = sheet.lines()
    sample = [line.cells for line in islice(lines, SAMPLE)]
    rows = len(sample) + sum(1 for _ in lines)
    yield {
        "kind": sheet.kind,
        "encoding": sheet.encoding,
        "header": sheet.header,
        "rows": rows,
        "sample": sample,
    }


def read(asked: Mapping[str, Any]) -> Iterator[Json]:
    """The rows from one on, in batches."""
    sheet = open_sheet(Path(asked["path"]))
    found = rows(sheet, plan_of(asked["plan"]), bytes.fromhex(asked["secret"]), asked["first"])
    while batch := list(islice(found, asked["batch"])):
        yield {"rows": [dump(row) for row in batch]}


def rows(sheet: Sheet, plan: Plan, secret: bytes, first: int) -> Iterator[Row]:
    reading = Reading(plan, sheet.header, secret)
    for line in islice(sheet.lines(), first, None):
        yield reading.row(line.number, line.cells)


def plan_of(raw: Mapping[str, Any]) -> Plan:
    columns = tuple(ImportedColumn(**column) for column in raw["columns"])
    return Plan(**{**raw, "columns": columns})


def dump(row: Row) -> Json:
    return {
        "line": row.line,
        "cells": row.cells,
        "profile": PROFILE.dump(row.profile) if row.profile else None,
        "keys": [(key.kind, key.id, key.field) for key in row.keys],
        "owner": row.owner,
        "pool": row.pool,
        "errors": row.errors,
    }


def load(raw: Mapping[str, Any]) -> Row:
    return Row(
        raw["line"],
        tuple(raw["cells"]),
        PROFILE.load(raw["profile"]) if raw["profile"] else None,
        tuple(RowKey(*key) for key in raw["keys"]),
        raw["owner"],
        raw["pool"],
        tuple(raw["errors"]),
    )


TASKS: Mapping[str, Callable[[Mapping[str, Any]], Iterator[Json]]] = {"look": look, "read": read}


def main() -> int:
    os.nice(NICE)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    asked = orjson.loads(sys.stdin.buffer.read())
    try:
        for found in TASKS[asked["task"]](asked):
            tell(found)
        tell({"end": True})
    except MemoryError:
        tell(to_json(Unreadable("too-large", "unpacked, this file would be far too large")))
    except Refusal as refusal:
        tell(to_json(refusal))
    except BrokenPipeError:  # nobody reads on
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


def tell(found: Json) -> None:
    sys.stdout.buffer.write(orjson.dumps(found) + b"\n")
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    sys.exit(main())

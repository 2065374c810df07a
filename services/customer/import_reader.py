"""Looks into a file in a process of its own: `python -m services.customer.import_reader`.

Somebody else's file is what may break a parser, and take the time of a processor. Here it does not
stop people's commands, and when it wants more memory than there is, the service does not notice.
Which file it is comes as JSON on standard input, what was found goes out as a line of JSON.
"""

import os
import resource
import sys
from itertools import islice
from pathlib import Path
from typing import Any

import orjson

from kernel.refusal import Refusal, to_json
from kernel.sheets import Unreadable, open_sheet

MEMORY = 3 << 30  # bytes of address space
NICE = 10
SAMPLE = 3  # rows that a person is shown

Json = dict[str, Any]


def look(path: Path) -> Json:
    """What is in the file, once it has been read to its end."""
    sheet = open_sheet(path)
    lines = sheet.lines()
    sample = [line.cells for line in islice(lines, SAMPLE)]
    rows = len(sample) + sum(1 for _ in lines)
    return {
        "kind": sheet.kind,
        "encoding": sheet.encoding,
        "header": sheet.header,
        "rows": rows,
        "sample": sample,
    }


def main() -> int:
    os.nice(NICE)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    asked = orjson.loads(sys.stdin.buffer.read())
    try:
        found = look(Path(asked["path"]))
    except MemoryError:
        found = to_json(Unreadable("too-large", "unpacked, this file would be far too large"))
    except Refusal as refusal:
        found = to_json(refusal)
    sys.stdout.buffer.write(orjson.dumps(found) + b"\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())

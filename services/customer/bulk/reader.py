"""Reads the rows of a file for an import: `python -m services.customer.bulk.reader`.

What is wanted comes on standard input from the process that commits; when that is there no more,
the next batch is heard by nobody, and this ends.
"""

import gc
import os
import pickle
import resource
import sys
from collections.abc import Sequence

from kernel.apart import OBJECTS
from services.customer.bulk import reading
from services.customer.bulk.handed import Wanted, tell
from services.customer.import_ready import Readying
from services.customer.import_rows import Reading

MEMORY = 3 << 30  # bytes of address space


def main() -> int:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    gc.freeze()
    gc.set_threshold(OBJECTS)
    wanted: Wanted = pickle.loads(sys.stdin.buffer.read())  # of the process that began this one

    def by(header: Sequence[str]) -> Readying:
        plan, secret, catalogue = wanted.made.plan, wanted.secret, wanted.catalogue
        return Readying(Reading(plan, header, secret, catalogue, wanted.warned), wanted.made)

    try:
        tell(sys.stdout.buffer, reading.batches(wanted.path, by, wanted.first))
    except BrokenPipeError:
        os._exit(0)  # what was not heard cannot be flushed either
    return 0


if __name__ == "__main__":
    sys.exit(main())

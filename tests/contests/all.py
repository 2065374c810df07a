"""All contests, one after the other, on a system of their own; short for every day, or in full."""

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from tests.contests import rivals
from tests.contests.batching import batches, places
from tests.contests.claiming import cap, claims, quota
from tests.contests.company import Company, company
from tests.contests.editing import edits
from tests.contests.handing import handovers
from tests.contests.importing import imports
from tests.contests.reading import pairs
from tests.contests.registering import registrations
from tests.contests.repeating import repeats
from tests.contests.row import Row


@dataclass(frozen=True)
class Size:
    clients: int
    customers: int
    phones: int
    edits: int  # of each of ten editors
    lives: int  # of eight requests each
    pairs: int
    batches: int  # people who claim lists at once
    rows: int  # of a file that is imported while people register
    leavers: int


SHORT = Size(clients=20, customers=50, phones=4, edits=4, lives=5, pairs=500,
    batches=6, rows=300, leavers=3)  # fmt: skip
FULL = Size(clients=100, customers=1_000, phones=40, edits=50, lives=100, pairs=10_000,
    batches=40, rows=5_000, leavers=10)  # fmt: skip
MIDDLE = Size(clients=100, customers=100, phones=10, edits=10, lives=20, pairs=2_000,
    batches=20, rows=1_000, leavers=5)  # fmt: skip
SIZES = {"short": SHORT, "middle": MIDDLE, "full": FULL}
EDITORS = 10
REGISTRARS = 50


def ours(at: Company, size: Size) -> Iterator[Row]:
    yield claims(at, size.clients, size.customers)
    yield quota(at, people=4, connections=5)
    yield cap(at, connections=10)
    yield places(at, connections=20)
    yield batches(at, size.batches, customers=30)
    yield registrations(at, REGISTRARS, size.phones)
    yield imports(at, clients=8, rows=size.rows, each=8)
    yield handovers(at, size.leavers, customers=18)
    yield edits(at, EDITORS, size.edits)
    yield repeats(at, size.lives)
    yield pairs(at, size.pairs)


def theirs(at: Company, size: Size) -> Iterator[Row]:
    yield control(at, size)
    yield from rivals.rivals(at, size.clients, size.customers)


def control(at: Company, size: Size) -> Row:
    """What the last contest would show if nobody waited: its check can fail."""
    return pairs(at, size.pairs // 5, wait=False)


def contests(size: Size = FULL) -> Iterator[Row]:
    """The rows of the table, each as soon as it is there."""
    with tempfile.TemporaryDirectory(prefix="contests-") as folder, company(Path(folder)) as at:
        for row in chain(ours(at, size), theirs(at, size)):
            yield row
            at.go_home()

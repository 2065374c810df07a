"""The rows of a file as a process of its own reads them: read, checked and normalised there.

Who commits only commits then, on another processor. Somebody else's file is what may break a
parser, or want more memory than there is: that ends the reader alone, and is told from what the
file itself is refused for by its last line, which it could not say.
"""

import marshal
import pickle
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from kernel.apart import ROOT
from kernel.codec import Dumped
from kernel.refusal import Refusal, to_json
from kernel.sheets import Unreadable
from services.customer.catalogue import Catalogue
from services.customer.import_ready import Ready
from services.customer.imports import Import

READER = [sys.executable, "-m", "services.customer.bulk.reader"]
PIECE = 1 << 20  # bytes that are read at once
SIZE = 4  # bytes that say how many follow
END = {"end": True}


class Died(RuntimeError):
    """The reader has ended without a last word: nobody knows what it would have read."""


@dataclass(frozen=True)
class Wanted:
    """What a reader is told: which rows, counted from 0, and what they are to be read with."""

    path: Path
    first: int
    made: Import
    catalogue: Catalogue
    secret: bytes
    warned: frozenset[str]


@contextmanager
def read(wanted: Wanted) -> Iterator[Iterator[list[Ready]]]:
    """Batches, as far as they are asked for. It ends with who asks: nobody hears it any more."""
    with subprocess.Popen(
        READER, bufsize=PIECE, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT
    ) as reader:
        try:
            assert reader.stdin
            assert reader.stdout
            reader.stdin.write(pickle.dumps(wanted))
            reader.stdin.close()
            yield heard(reader.stdout)
        except BrokenPipeError:
            raise Died("the reader of a file has died") from None
        finally:
            reader.kill()


def heard(said: IO[bytes]) -> Iterator[list[Ready]]:
    """Raises Unreadable as the reader has met it, and Died when its last word is missing."""
    while isinstance(told := one(said), list):
        yield [handed_on(row) for row in told]
    if told != END:
        raise Unreadable(told["slug"], told["detail"])


def one(said: IO[bytes]) -> Any:
    size = int.from_bytes(said.read(SIZE))
    whole = said.read(size)
    if not size or len(whole) < size:
        raise Died("the reader of a file has died")
    return marshal.loads(whole)


def tell(out: IO[bytes], batches: Iterable[list[Ready]]) -> None:
    """In the reader: batch by batch, and how it has ended as the last word."""
    try:
        for rows in batches:
            say(out, [(*row[:-1], [tuple(event) for event in row.begun]) for row in rows])
        last = END
    except MemoryError:
        last = to_json(Unreadable("too-large", "unpacked, this file would be far too large"))
    except Refusal as refusal:
        last = to_json(refusal)
    say(out, last)


def say(out: IO[bytes], told: Any) -> None:
    """Plain values, by the fastest way that there is between processes of one program."""
    whole = marshal.dumps(told)
    out.write(len(whole).to_bytes(SIZE) + whole)
    out.flush()


def handed_on(row: Sequence[Any]) -> Ready:
    *plain, begun = row
    return Ready._make([*plain, tuple(Dumped(*event) for event in begun)])

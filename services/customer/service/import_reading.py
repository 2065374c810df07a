"""A file of an import on its way from GridFS through the reader's process into batches of rows."""

import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import IO, Any

import orjson

from kernel.blobs import Blobs
from kernel.sheets import Unreadable
from services.customer.import_reader import load
from services.customer.import_rows import Row
from services.customer.imports import Plan

PIECE = 1 << 18  # bytes that are read at once
BATCH = 100  # rows in a commit: live commands wait for no more than one of them
READER = [sys.executable, "-m", "services.customer.import_reader"]
ROOT = Path(__file__).parents[3]


@contextmanager
def fetched(blobs: Blobs, id: str) -> Iterator[Path]:
    """The file on a disk of this machine, for as long as it is read."""
    with tempfile.NamedTemporaryFile(prefix="guanxi-import-") as file:
        for part in blobs.read(id):
            file.write(part)
        file.flush()
        yield Path(file.name)


def look(path: Path) -> dict[str, Any]:
    """Header, number of rows and a sample, once all of it was readable. Raises Unreadable."""
    with answers({"task": "look", "path": str(path)}) as found:
        return next(found)


@contextmanager
def batches(
    path: Path, plan: Plan, secret: bytes, first: int, size: int = BATCH
) -> Iterator[Iterator[list[Row]]]:
    """The rows from the `first` on (counted from 0). Raises Unreadable."""
    asked = {
        "task": "read", "path": str(path), "plan": asdict(plan), "secret": secret.hex(),
        "first": first, "batch": size,
    }  # fmt: skip
    with answers(asked) as found:
        yield ([load(row) for row in batch["rows"]] for batch in found)


@contextmanager
def answers(asked: Mapping[str, Any]) -> Iterator[Iterator[dict[str, Any]]]:
    """What the reader finds, as long as it is listened to."""
    with subprocess.Popen(
        READER, bufsize=0, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT
    ) as reader:
        try:
            yield told(asking(reader, asked))
        finally:
            reader.kill()


def asking(reader: "subprocess.Popen[bytes]", asked: Mapping[str, Any]) -> IO[bytes]:
    assert reader.stdin
    assert reader.stdout
    reader.stdin.write(orjson.dumps(asked))
    reader.stdin.close()
    return reader.stdout


def told(pipe: IO[bytes]) -> Iterator[dict[str, Any]]:
    """Raises what the reader refuses; one that says nothing has met a file beyond all limits."""
    for line in lines(pipe):
        found = orjson.loads(line)
        if "end" in found:
            return
        if "refusal" in found:
            raise Unreadable(found["slug"], found["detail"])
        yield found
    raise Unreadable("unreadable-file", "the file could not be read to its end")


def lines(pipe: IO[bytes]) -> Iterator[bytes]:
    """A pipe of greenlets has no buffer: by `readline` it would be read byte by byte."""
    begun: list[bytes] = []
    while piece := pipe.read(PIECE):
        first, *others = piece.split(b"\n")
        begun.append(first)
        for line in others:
            yield b"".join(begun)
            begun = [line]

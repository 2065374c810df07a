"""Looking into a file that somebody has sent, by a process of its own."""

import subprocess
import sys
from functools import partial
from pathlib import Path
from typing import Any

import orjson

from kernel.sheets import Unreadable

READER = [sys.executable, "-m", "services.customer.import_reader"]
ROOT = Path(__file__).parents[3]
PIECE = 1 << 18  # bytes that are read at once


def look(path: Path) -> dict[str, Any]:
    """Header, number of rows and a sample, once all of it was readable. Raises Unreadable."""
    with subprocess.Popen(
        READER, bufsize=0, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT
    ) as reader:
        try:
            assert reader.stdin
            assert reader.stdout
            reader.stdin.write(orjson.dumps({"path": str(path)}))
            reader.stdin.close()
            return told(b"".join(iter(partial(reader.stdout.read, PIECE), b"")))
        finally:
            reader.kill()


def told(said: bytes) -> dict[str, Any]:
    """One that says nothing, or half of it, has met a file beyond all limits."""
    if not said.endswith(b"\n"):
        raise Unreadable("unreadable-file", "the file could not be read to its end")
    found: dict[str, Any] = orjson.loads(said)
    if "refusal" in found:
        raise Unreadable(found["slug"], found["detail"])
    return found

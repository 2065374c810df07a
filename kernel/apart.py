"""Work in a process of its own: begun by a service, and ended with it.

What takes a processor for minutes must not share one with people's commands. The parent writes what
is asked as a line of JSON; as long as it keeps that pipe open it wants the work to go on, so that
its death ends the work as well. The child's last line is what came of it; without one it has died.
"""

import gc
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from threading import Event, Thread
from typing import Any

import orjson

ROOT = Path(__file__).parents[1]
LOOK = 0.05  # seconds after which a parent looks again whether it is done
GOODBYE = 5.0  # seconds to finish what has begun
OBJECTS = 50_000  # made between two looks for cycles: rows of a file have none
Told = dict[str, Any]


def run(module: str, asked: Mapping[str, Any], over: Event) -> Told | None:
    """What the module answers once it is done, or asked to end; None when it has died."""
    with subprocess.Popen(
        [sys.executable, "-m", module],
        bufsize=0, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT,
    ) as child:  # fmt: skip
        try:
            assert child.stdin
            assert child.stdout
            child.stdin.write(orjson.dumps(asked) + b"\n")
            while child.poll() is None and not over.wait(LOOK):
                pass
            child.stdin.close()
            return answer(wait(child))
        except BrokenPipeError:
            return None
        finally:
            child.kill()


def wait(child: "subprocess.Popen[bytes]") -> bytes:
    """All it has said, which is no more than a pipe holds, once it is over."""
    assert child.stdout
    for _ in range(int(GOODBYE / LOOK)):
        if child.poll() is not None:
            return child.stdout.read()
        Event().wait(LOOK)
    return b""


def answer(said: bytes) -> Told | None:
    found: Told | None = orjson.loads(said) if said.endswith(b"\n") else None
    return found


def serve(work: Callable[[Told, Event], Told]) -> int:
    """In the child: `over` is set when nobody wants the work any more."""
    gc.freeze()
    gc.set_threshold(OBJECTS)
    asked, over = orjson.loads(sys.stdin.buffer.readline()), Event()
    Thread(target=until_closed, args=(sys.stdin.fileno(), over), daemon=True).start()
    told = work(asked, over)
    os.write(sys.stdout.fileno(), orjson.dumps(told) + b"\n")
    return 0


def until_closed(pipe: int, over: Event) -> None:
    """By the system's own call: a reader of Python's would hold a lock that its end waits for."""
    while os.read(pipe, 1_024):
        pass
    over.set()

"""Begun by `test_apart` as a process of its own: does what it is asked."""

import os
import signal
import sys
import time
from pathlib import Path

from kernel import apart


def work(asked, over):
    if note := asked.get("begun"):
        Path(note).write_text(str(os.getpid()))
    return DONE[asked["do"]](asked, over) or {}


DONE = {
    "answer": lambda asked, over: {"told": asked["told"]},
    "wait": lambda asked, over: {"stopped": over.wait(30)},
    "be deaf": lambda asked, over: time.sleep(30),
    "die": lambda asked, over: os.kill(os.getpid(), signal.SIGKILL),
    "be a parent": lambda asked, over: apart.run("tests.unit.kernel.apart_work", asked["of"], over),
}


if __name__ == "__main__":
    sys.exit(apart.serve(work))

"""Work in a process of its own: it answers, it dies, and it ends with whoever has begun it."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from threading import Event, Thread

import orjson
import pytest

from kernel import apart

MODULE = "tests.unit.kernel.apart_work"


def until(true, seconds=20.0):
    ends = time.monotonic() + seconds
    while not (found := true()):
        assert time.monotonic() < ends, "it has not come to that"
        time.sleep(0.02)
    return found


def alive(pid):
    stat = Path(f"/proc/{pid}/stat")
    return stat.exists() and stat.read_text().rpartition(")")[2].split()[0] != "Z"


def test_what_was_done_is_answered():
    assert apart.run(MODULE, {"do": "answer", "told": "客户"}, Event()) == {"told": "客户"}


def test_its_end_is_a_quiet_one():
    """Also when it ends by itself, while its parent still wants it."""
    with subprocess.Popen(
        [sys.executable, "-m", MODULE], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, cwd=apart.ROOT,
    ) as child:  # fmt: skip
        child.stdin.write(b'{"do": "answer", "told": 1}\n')
        child.stdin.flush()
        said, complaint = child.stdout.read(), child.stderr.read()
        assert (said, complaint, child.wait()) == (b'{"told":1}\n', b"", 0)


def test_one_that_dies_has_answered_nothing():
    assert apart.run(MODULE, {"do": "die"}, Event()) is None


def test_asked_to_end_it_ends(tmp_path):
    over, note = Event(), tmp_path / "begun"
    Thread(target=lambda: (until(note.exists), over.set())).start()

    assert apart.run(MODULE, {"do": "wait", "begun": str(note)}, over) == {"stopped": True}


def test_one_that_does_not_hear_is_ended(tmp_path, monkeypatch):
    monkeypatch.setattr(apart, "GOODBYE", 0.2)
    over, note = Event(), tmp_path / "begun"
    Thread(target=lambda: (until(lambda: note.exists() and note.read_text()), over.set())).start()

    assert apart.run(MODULE, {"do": "be deaf", "begun": str(note)}, over) is None
    assert not alive(int(note.read_text()))


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
def test_it_ends_with_its_parent(tmp_path, how):
    note = tmp_path / "begun"
    asked = {"do": "be a parent", "of": {"do": "wait", "begun": str(note)}}
    with subprocess.Popen(
        [sys.executable, "-m", MODULE], stdin=subprocess.PIPE, cwd=apart.ROOT
    ) as parent:
        parent.stdin.write(orjson.dumps(asked) + b"\n")
        parent.stdin.flush()
        child = int(until(lambda: note.exists() and note.read_text()))
        os.kill(parent.pid, how)

        until(lambda: not alive(child))

"""Looking at a password is dear: it is the same work for everybody, and few at a time."""

import subprocess
import sys
import threading
from pathlib import Path

import pytest
from argon2 import PasswordHasher, extract_parameters
from argon2.low_level import Type

from gateway import hashing
from gateway.hashing import HASHER, Hashing, outdated
from kernel.refusal import Unavailable

PASSWORD = "a long walk by the lake"
ROOT = Path(__file__).parents[3]


class Works:
    """Runs at once, and remembers what."""

    def __init__(self):
        self.done = []

    def __call__(self, run, *args):
        self.done.append((run, args))
        return run(*args)


def test_the_right_one_is_right_and_no_other():
    looks = Hashing(Works(), 1)
    known = looks.made(PASSWORD)

    assert looks.right(known, PASSWORD)
    assert looks.right(known, "ａ long walk by the lake")  # as another keyboard says it
    assert not looks.right(known, PASSWORD.upper())
    assert not looks.right("no digest at all", PASSWORD)


def test_it_is_argon2id_with_at_least_what_is_advised():
    found = extract_parameters(Hashing(Works(), 1).made(PASSWORD))

    assert (found.type, found.parallelism) == (Type.ID, 1)
    assert found.memory_cost >= 19 * 1024
    assert found.time_cost >= 2


def test_for_who_has_no_password_it_is_the_same_work():
    works = Works()
    looks = Hashing(works, 1)
    looks.prepare()
    known = looks.made(PASSWORD)
    works.done.clear()

    assert not looks.right(known, "wrong")
    assert not looks.right(None, "wrong")

    (one, (first, _)), (other, (second, _)) = works.done
    assert one == other
    assert extract_parameters(first) == extract_parameters(second)


def test_nobody_has_the_password_that_strangers_are_compared_with():
    looks = Hashing(lambda run, *args: True, 1)
    assert not looks.right(None, PASSWORD)


def test_when_too_many_come_they_are_asked_to_come_back(monkeypatch):
    monkeypatch.setattr(hashing, "SECONDS", 0.05)
    inside, over = threading.Event(), threading.Event()

    def slow(run, *args):
        inside.set()
        over.wait(10)
        return "x"

    looks = Hashing(slow, at_once=1, waiting=1)
    worker = threading.Thread(target=looks.made, args=(PASSWORD,))
    worker.start()
    inside.wait(10)
    try:
        with pytest.raises(Unavailable, match="busy") as caught:  # it waits for its turn in vain
            looks.made(PASSWORD)
        assert caught.value.fields["retry_after"] > 0
        looks._room.acquire()
        with pytest.raises(Unavailable, match="busy"):  # there is no room to wait
            looks.made(PASSWORD)
    finally:
        over.set()
        worker.join(10)


def test_a_turn_is_given_back_also_when_something_fails():
    def fails(run, *args):
        raise ValueError("no memory")

    looks = Hashing(fails, at_once=1, waiting=0)
    for _ in range(3):
        with pytest.raises(ValueError, match="no memory"):
            looks.made(PASSWORD)


def test_what_was_made_with_lower_costs_is_made_again():
    assert outdated(PasswordHasher(time_cost=1, memory_cost=1024, parallelism=1).hash("x"))
    assert not outdated(HASHER.hash("x"))


GREEN = """
from kernel.nameko import green
green.patch()
import eventlet
from gateway.hashing import Hashing
from kernel.nameko import in_thread

turns = 0

def others():
    global turns
    while True:
        turns += 1
        eventlet.sleep(0)

eventlet.spawn(others)
eventlet.sleep(0)
for run in (in_thread, lambda work, *args: work(*args)):
    before = turns
    Hashing(run, 1).made("a long walk by the lake")
    print(turns > before)
"""


def test_while_one_is_looked_at_all_others_are_served():
    """In a thread of its own; the second answer shows that the first could be another one."""
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", GREEN],
        capture_output=True, text=True, cwd=ROOT, check=False,
    )  # fmt: skip
    assert done.stdout.split() == ["True", "False"], done.stderr

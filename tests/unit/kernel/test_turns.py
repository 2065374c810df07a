"""Two threads at one TLS connection: never both at once, and neither waits while it is his turn."""

import socket
import ssl
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Lock
from time import sleep
from types import SimpleNamespace
from typing import Any

import pytest

from kernel.turns import in_turn, take_turns, write


@pytest.fixture
def pair() -> Iterator[tuple[socket.socket, socket.socket]]:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        yield ours, theirs


def test_one_at_a_time_is_inside(pair: Any) -> None:
    inside, seen, lock = 0, [], Lock()

    def act() -> None:
        nonlocal inside
        inside += 1
        sleep(0.002)
        seen.append(inside)
        inside -= 1

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: in_turn(pair[0], lock, 5, act), range(20)))
    assert seen == [1] * 20


def test_who_waits_to_read_lets_the_writer_write(pair: Any) -> None:
    ours, theirs = pair
    lock, came = Lock(), []

    def read() -> bytes:
        if not came:
            raise ssl.SSLWantReadError
        return b"read"

    def answered() -> None:
        """Only who gets his turn while the other waits can end that wait."""
        came.append(1)
        theirs.sendall(b"x")

    with ThreadPoolExecutor(1) as pool:
        reading = pool.submit(in_turn, ours, lock, 5, read)
        in_turn(ours, lock, 5, answered)
        assert reading.result(5) == b"read"


def test_what_does_not_come_is_a_timeout(pair: Any) -> None:
    def never() -> None:
        raise ssl.SSLWantReadError

    with pytest.raises(TimeoutError):
        in_turn(pair[0], Lock(), 0.02, never)


def test_what_is_shut_down_meanwhile_is_an_end_and_no_defect(pair: Any) -> None:
    def gone() -> None:
        raise ValueError("Read on closed or unwrapped SSL socket.")

    with pytest.raises(OSError, match="closed"):
        in_turn(pair[0], Lock(), 1, gone)


def test_all_is_written_though_little_is_taken_at_a_time() -> None:
    taken = []

    def some(data: Any) -> int:
        taken.append(bytes(data[:3]))
        return len(taken[-1])

    write(lambda act: act(), SimpleNamespace(write=some), b"a long frame")
    assert b"".join(taken) == b"a long frame"


def test_a_plain_connection_is_left_as_it_is(pair: Any) -> None:
    transport = SimpleNamespace(sock=pair[0])
    take_turns(transport, 1)
    assert vars(transport) == {"sock": pair[0]}
    assert pair[0].gettimeout() is None

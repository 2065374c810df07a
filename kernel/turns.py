"""One TLS connection for a thread that reads and one that writes.

The two directions of a TLS connection share one state in OpenSSL, and Python (before 3.13) lets
two threads into it at once: they would damage it, once in a long while. Here they take turns, and
nobody waits for the network while it is his turn. A plain connection needs none of this.
"""

import ssl
from collections.abc import Callable
from functools import partial
from select import select
from threading import Lock
from time import monotonic
from typing import Any, TypeVar

Result = TypeVar("Result")


def take_turns(transport: Any, seconds: float) -> None:
    """From now on for this transport of py-amqp: whatever takes longer is a TimeoutError."""
    sock = transport.sock
    if isinstance(sock, ssl.SSLSocket):
        sock.setblocking(False)
        taking = partial(in_turn, sock, Lock(), seconds)
        transport._quick_recv = lambda size: taking(lambda: sock.read(size))
        transport._write = lambda data: write(taking, sock, data)
        transport._shutdown_transport = lambda: (
            None
        )  # no farewell, which a hung broker never answers


def write(taking: Callable[[Callable[[], int]], int], sock: Any, data: Any) -> None:
    """All of it; OpenSSL takes 16 KiB at a time."""
    rest = memoryview(data)
    while rest:
        rest = rest[taking(lambda: int(sock.write(rest))) :]  # noqa: B023


def in_turn(sock: Any, lock: Lock, seconds: float, act: Callable[[], Result]) -> Result:
    until = monotonic() + seconds
    while True:
        with lock:
            try:
                return act()
            except ssl.SSLWantReadError:
                waits_to_read = True
            except ssl.SSLWantWriteError:
                waits_to_read = False
            except ValueError as error:  # it was shut down by the other one meanwhile
                raise OSError("the connection is closed") from error
        wait(sock, waits_to_read, until - monotonic())


def wait(sock: Any, to_read: bool, seconds: float) -> None:
    waiting = ([sock], []) if to_read else ([], [sock])
    if seconds <= 0 or not any(select(*waiting, [], seconds)):
        raise TimeoutError("timed out")

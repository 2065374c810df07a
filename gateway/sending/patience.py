"""A socket all of whose waits together have one limit: who answers drop by drop is cut off too."""

import io
import socket
from collections.abc import Callable
from time import monotonic
from typing import Any


class Limit:
    """A moment until which everything has to be done."""

    def __init__(self, seconds: float, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._until = clock() + seconds

    def left(self, at_most: float = float("inf")) -> float:
        """Raises TimeoutError when it is past."""
        left = self._until - self._clock()
        if left <= 0:
            raise TimeoutError("it took too long")
        return min(left, at_most)


class Patient:
    """What `http.client` wants of a socket."""

    def __init__(self, sock: socket.socket, limit: Limit) -> None:
        self._sock = sock
        self._limit = limit

    def sendall(self, data: Any) -> None:
        rest = memoryview(data)
        while rest:
            self._sock.settimeout(self._limit.left())
            rest = rest[self._sock.send(rest) :]

    def makefile(self, mode: str = "rb") -> io.BufferedReader:
        return io.BufferedReader(Received(self._sock, self._limit))

    def close(self) -> None:
        self._sock.close()


class Received(io.RawIOBase):
    def __init__(self, sock: socket.socket, limit: Limit) -> None:
        self._sock = sock
        self._limit = limit

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        self._sock.settimeout(self._limit.left())
        return self._sock.recv_into(buffer)

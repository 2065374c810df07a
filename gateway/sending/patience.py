"""A socket all of whose waits together have one limit: who answers drop by drop is cut off too."""

import io
import socket
from collections.abc import Callable
from time import monotonic
from typing import Any

MOST = 262_144  # bytes: a status, headers, and the beginning of a body


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
    """Of what comes so much is read and no more: who says `100 Continue` without end keeps the
    whole process busy else, for as long as we are patient."""

    def __init__(self, sock: socket.socket, limit: Limit) -> None:
        self._sock = sock
        self._limit = limit
        self._room = MOST

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        if self._room <= 0:
            raise OSError("it answers without end")
        self._sock.settimeout(self._limit.left())
        read = self._sock.recv_into(buffer)
        self._room -= read
        return read

"""The writing end of a connection: answers go out as long as whoever asked takes them."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from socket import SHUT_RDWR, SHUT_WR, SO_LINGER, SOL_SOCKET
from struct import pack
from typing import Any

import eventlet
import structlog

SECONDS = 10.0  # in which a piece of an answer is to be taken, and
RATE = 20_000  # bytes a second, beside; slower than any telephone
SMALL = 4_096  # bytes that are soon out, or the connection is silent for too long
UNREAD_SECONDS = 10.0  # for which we go on reading what was sent with a refused request,
UNREAD_SILENCE = 2.0  # unless nothing comes any more, or
UNREAD_BYTES = 64 << 20  # too much of it does
PIECE = 1 << 16
AT_ONCE = pack("ii", 1, 0)  # linger for no time: what was not taken is thrown away

logger = structlog.get_logger(__name__)


class Sending:
    """A file to write to; who reads a byte now and then to hold it open is cut off."""

    def __init__(self, file: Any, sock: Any) -> None:
        self._file = file
        self._sock = sock
        self._size = 0

    def write(self, data: bytes) -> None:
        self.writelines((data,))

    def writelines(self, parts: Sequence[bytes]) -> None:
        self._size = sum(map(len, parts))
        self._send(partial(self._file.writelines, parts))

    def flush(self) -> None:
        self._send(self._file.flush)

    def close(self) -> None:
        self._file.close()

    @property
    def closed(self) -> bool:
        return bool(self._file.closed)

    def _send(self, send: Callable[[], Any]) -> None:
        if self._size < SMALL:
            send()
            return
        late = ConnectionAbortedError("an answer was not taken in time")
        try:
            with eventlet.Timeout(SECONDS + self._size / RATE, late):
                send()
        except OSError:
            self._cut_off()
            raise

    def _cut_off(self) -> None:
        logger.info("an answer was not taken in time", size=self._size)
        with suppress(OSError):
            self._sock.setsockopt(SOL_SOCKET, SO_LINGER, AT_ONCE)
            self._sock.shutdown(SHUT_RDWR)


def read_away(file: Any, sock: Any) -> None:
    """After an answer, what is still coming of its request.

    To close on it would be a reset, which takes the answer away from a client that is sending.
    """
    left = UNREAD_BYTES
    with suppress(OSError, ValueError), eventlet.Timeout(UNREAD_SECONDS, False):
        file.flush()
        sock.shutdown(SHUT_WR)
        sock.settimeout(UNREAD_SILENCE)
        while left > 0 and (piece := sock.recv(PIECE)):
            left -= len(piece)

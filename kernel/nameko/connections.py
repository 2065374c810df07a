"""Who is connected, and who gives way when there are too many: whoever has been silent longest."""

from contextlib import suppress
from socket import SHUT_RDWR
from typing import Any

MOST = 5_000  # far more than workers: most of them are silent


class Connections:
    """One whose request has arrived is answered; all others can come again.

    So whoever opens thousands and sends a byte now and then takes no place from anybody who
    sends a request, nor from those who ask whether we live.
    """

    def __init__(self, most: int) -> None:
        self.most = most
        self._open: set[Any] = set()
        self._silent: dict[Any, None] = {}  # since longest first

    def taken(self, sock: Any) -> bool:
        """Whether there is a place for it, or one could be made."""
        if len(self._open) >= self.most and not self._gives_way():
            return False
        self._open.add(sock)
        self.silent(sock)
        return True

    def became(self, plain: Any, secured: Any) -> None:
        """The same connection, from its handshake on."""
        self.closed(plain)
        self._open.add(secured)
        self.silent(secured)

    def silent(self, sock: Any) -> None:
        """No whole request of it is here: it has just come, or was answered just now."""
        self._silent.pop(sock, None)
        if sock in self._open:
            self._silent[sock] = None

    def answering(self, sock: Any) -> None:
        self._silent.pop(sock, None)

    def closed(self, sock: Any) -> None:
        self._open.discard(sock)
        self._silent.pop(sock, None)

    def _gives_way(self) -> bool:
        oldest = next(iter(self._silent), None)
        if oldest is None:
            return False
        self.closed(oldest)
        with suppress(OSError):
            oldest.shutdown(SHUT_RDWR)  # whoever reads from it sees its end
        return True

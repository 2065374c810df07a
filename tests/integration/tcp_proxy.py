"""A TCP proxy that can go silent (as a hung server is) or hang up (as a killed one does)."""

import socket
from contextlib import suppress
from threading import Event, Thread
from urllib.parse import urlsplit


class TcpProxy:
    """Listens on a free port. `uri` is the given one, led through here."""

    def __init__(self, uri: str) -> None:
        parts = urlsplit(uri)
        self._target = (parts.hostname or "localhost", parts.port or 5672)
        self._listener = socket.create_server(("127.0.0.1", 0))
        port = self._listener.getsockname()[1]
        userinfo = parts.netloc.rpartition("@")[0]
        self.uri = parts._replace(netloc=f"{userinfo}@127.0.0.1:{port}").geturl()
        self.forwarded = 0  # bytes towards the server
        self._flowing = Event()
        self._flowing.set()
        self._sockets: list[socket.socket] = []
        self._clients: list[socket.socket] = []
        self._closed = False
        Thread(target=self._accept, daemon=True).start()

    def __enter__(self) -> "TcpProxy":
        return self

    def __exit__(self, *_: object) -> None:
        self._closed = True
        self._flowing.set()
        self._listener.shutdown(socket.SHUT_RDWR)  # ends a waiting accept, which close does not
        self._listener.close()
        self.cut()

    def stall(self) -> None:
        """Everything stays open, and nothing gets through."""
        self._flowing.clear()

    def resume(self) -> None:
        self._flowing.set()

    def inject(self, data: bytes) -> None:
        """Say something to the clients on behalf of the server; only while it is quiet."""
        for client in self._clients:
            client.sendall(data)

    def cut(self) -> None:
        """Reset all connections; new ones are welcome."""
        for end in self._sockets:
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
        self._sockets.clear()
        self._clients.clear()

    def _accept(self) -> None:
        while not self._closed:
            with suppress(OSError):
                client, _ = self._listener.accept()
                server = socket.create_connection(self._target)
                self._sockets += [client, server]
                self._clients.append(client)
                Thread(target=self._pump, args=(client, server, True), daemon=True).start()
                Thread(target=self._pump, args=(server, client, False), daemon=True).start()

    def _pump(self, source: socket.socket, sink: socket.socket, counted: bool) -> None:
        with source, suppress(OSError):
            while data := source.recv(65536):
                self._flowing.wait()
                sink.sendall(data)
                self.forwarded += len(data) * counted
        with suppress(OSError):
            sink.shutdown(socket.SHUT_RDWR)

"""Many HTTP clients in one thread, so cheap that the machine is left to the servers.

Connections are kept, unless the server wants another one for each request.
"""

import heapq
import selectors
import socket
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from time import monotonic, process_time
from urllib.parse import urlsplit

from bench.figures import Round
from bench.wire import Answer, Request, Story, parse

PATIENCE = 30.0  # seconds without any answer: then the system is dead


@dataclass(frozen=True)
class Load:
    """What came of it."""

    round: Round
    cpu: float  # seconds that the clients took
    refused: Mapping[int, int]  # answers that were no 2xx, by status
    example: str = ""  # the first of them

    def note(self) -> str:
        share = 100 * self.cpu / self.round.seconds
        told = ", ".join(f"{count} × {status}" for status, count in self.refused.items())
        clients = f"the clients took {share:.0f} % of one core"
        return f"{clients}; refused: {told} ({self.example})" if told else clients


class Client:
    """One connection and the story that goes over it."""

    def __init__(self, address: tuple[str, int], story: Story) -> None:
        self.address = address
        self.story = story
        self.waiting: Request | None = None
        self.began = 0.0
        self.connect()

    def connect(self) -> None:
        self.socket = socket.create_connection(self.address, timeout=PATIENCE)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.kept = True
        self._read = b""

    def send(self) -> None:
        assert self.waiting
        self.began = self.waiting.due or monotonic()
        self.socket.sendall(self.waiting.raw)

    def receive(self) -> Answer | None:
        """The answer, or None while some of it is missing."""
        chunk = self.socket.recv(65_536)
        if not chunk:
            raise ConnectionError("the server closed the connection")
        self._read += chunk
        head, _, _ = self._read.partition(b"\r\n\r\n")
        if answer := parse(self._read):
            self._read = b""
            self.kept = b"connection: close" not in head.lower()
        return answer


class Loop:
    """Runs all stories to their ends."""

    def __init__(self, url: str, stories: Sequence[Story], patience: float) -> None:
        self.patience = patience
        parts = urlsplit(url)
        address = (parts.hostname or "127.0.0.1", parts.port or 80)
        self.clients = [Client(address, story) for story in stories]
        self.latencies: list[float] = []
        self.refused: dict[int, int] = {}
        self.example = ""
        self._selector = selectors.DefaultSelector()
        self._due: list[tuple[float, int]] = []

    def run(self) -> Load:
        began, cpu = monotonic(), process_time()
        try:
            for number in range(len(self.clients)):
                self._listen(number)
                self._next(number, None)
            while self._selector.get_map():
                self._turn()
        finally:
            self._selector.close()
            for client in self.clients:
                client.socket.close()
        seconds = monotonic() - began
        done = Round(seconds, self.latencies, sum(self.refused.values()))
        return Load(done, process_time() - cpu, self.refused, self.example)

    def _turn(self) -> None:
        wait = self._due[0][0] - monotonic() if self._due else self.patience
        ready = self._selector.select(max(0.0, wait))
        if not ready and not self._due:
            raise TimeoutError(f"no answer for {self.patience:.0f} s")
        for key, _ in ready:
            if answer := self.clients[key.data].receive():
                self._answered(key.data, answer)
        while self._due and self._due[0][0] <= monotonic():
            self.clients[heapq.heappop(self._due)[1]].send()

    def _answered(self, number: int, answer: Answer) -> None:
        self.latencies.append(monotonic() - self.clients[number].began)
        if not answer.good:
            self.refused[answer.status] = self.refused.get(answer.status, 0) + 1
            self.example = self.example or answer.body[:200].decode(errors="replace")
        self._next(number, answer)

    def _listen(self, number: int) -> None:
        self._selector.register(self.clients[number].socket, selectors.EVENT_READ, number)

    def _next(self, number: int, answer: Answer | None) -> None:
        client = self.clients[number]
        try:
            client.waiting = next(client.story) if answer is None else client.story.send(answer)
        except StopIteration:
            self._selector.unregister(client.socket)
            return
        if not client.kept:  # by a server that wants a connection for each request
            self._selector.unregister(client.socket)
            client.socket.close()
            client.connect()
            self._listen(number)
        if client.waiting.due > monotonic():
            heapq.heappush(self._due, (client.waiting.due, number))
        else:
            client.send()


def run(url: str, stories: Sequence[Story], patience: float = PATIENCE) -> Load:
    return Loop(url, stories, patience).run()

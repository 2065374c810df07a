"""The HTTP clients of the bench: whole answers, stories told to their ends, refusals counted."""

from collections.abc import Iterator
from contextlib import contextmanager
from socketserver import BaseRequestHandler, ThreadingTCPServer
from threading import Thread
from time import monotonic

import pytest

from bench.load import run
from bench.wire import Answer, Story, parse, request


def test_an_answer_is_whole_or_none() -> None:
    raw = b'HTTP/1.1 201 Created\r\ncontent-LENGTH: 11\r\nETag: "1"\r\n\r\n{"id": "7"}'
    assert parse(raw) == Answer(201, b'{"id": "7"}')
    assert all(parse(raw[:end]) is None for end in range(len(raw)))


def test_a_request_says_how_long_it_is() -> None:
    raw = request("POST", "/v1/x", "token", {"name": "é"}, after="customer:4").raw
    head, _, body = raw.partition(b"\r\n\r\n")
    assert f"Content-Length: {len(body)}".encode() in head.split(b"\r\n")
    assert b"X-Read-After: customer:4" in head.split(b"\r\n")


class Server(ThreadingTCPServer):
    """Waits, at its end, for those it was talking to."""

    allow_reuse_address = True


class Answers(BaseRequestHandler):
    """200 to GET and 409 to anything else, in pieces."""

    def handle(self) -> None:
        while asked := self.request.recv(65_536):
            status = b"200 OK" if asked.startswith(b"GET") else b"409 Conflict"
            for part in (b"HTTP/1.1 " + status + b"\r\nContent-Le", b"ngth: 2\r\n\r\n{", b"}"):
                self.request.sendall(part)


class OneAnswer(BaseRequestHandler):
    """The connection ends with it."""

    def handle(self) -> None:
        self.request.recv(65_536)
        self.request.sendall(b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n")


class Silence(BaseRequestHandler):
    def handle(self) -> None:
        while self.request.recv(65_536):
            pass


@contextmanager
def serving(handler: type[BaseRequestHandler]) -> Iterator[str]:
    with Server(("127.0.0.1", 0), handler) as server:
        thread = Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
            thread.join()


@pytest.fixture
def server() -> Iterator[str]:
    with serving(Answers) as url:
        yield url


def story(answers: list[int], times: int, method: str = "GET", due: float = 0.0) -> Story:
    for _ in range(times):
        answer = yield request(method, "/", "token", due=due)
        answers.append(answer.status)


def test_every_story_is_told_to_its_end(server: str) -> None:
    answers: list[int] = []
    done = run(server, [story(answers, 3), story(answers, 2)])
    assert answers == [200] * 5
    assert len(done.round.latencies) == 5
    assert done.round.errors == 0
    assert "refused" not in done.note()


def test_refusals_are_counted_and_one_is_shown(server: str) -> None:
    done = run(server, [story([], 2, "POST"), story([], 1)])
    assert done.refused == {409: 2}
    assert done.round.errors == 2
    assert "2 × 409 ({})" in done.note()


def test_a_request_waits_until_it_is_due_and_is_late_from_then_on(server: str) -> None:
    began = monotonic()
    done = run(server, [story([], 1, due=began + 0.1)])
    assert monotonic() - began >= 0.1
    assert done.round.latencies[0] < 0.1


def test_a_server_may_want_a_connection_for_each_request() -> None:
    answers: list[int] = []
    with serving(OneAnswer) as url:
        run(url, [story(answers, 3)])
    assert answers == [200] * 3


def test_a_server_that_hangs_up_is_an_error() -> None:
    with serving(BaseRequestHandler) as url, pytest.raises(ConnectionError):
        run(url, [story([], 1)])


def test_a_server_that_says_nothing_ends_the_run() -> None:
    with serving(Silence) as url, pytest.raises(TimeoutError):
        run(url, [story([], 1)], patience=0.05)

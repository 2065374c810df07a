"""Clients that are slow on purpose, many at once: they are cut off, and nobody else notices."""

import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from time import monotonic, sleep

import pytest

from kernel.web import SECURE
from tests.integration.chassis.gateway import MUCH
from tests.integration.chassis.processes import eventually
from tests.integration.test_web_server import Web, lives_on, web

__all__ = ["lives_on", "web"]  # fixtures

CROWD = 100
OPEN = "guanxi_http_connections"
HUGE = b"Host: x\r\nContent-Length: 99999999999\r\n\r\nx"
SLOW = {
    "silent": b"",
    "half a head": b"GET /echo/x HTTP/1.1\r\nHost: x\r\n",
    "half a body": b"POST /size HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nabc",
    "half a chunk": b"POST /size HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nab",
    "a body without end": b"POST /size HTTP/1.1\r\n" + HUGE,
    "taking nothing": b"GET /much HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
}


@contextmanager
def crowd(web: Web, many: int, says: bytes) -> Iterator[list[socket.socket]]:
    with ExitStack() as kept:
        lines = []
        for _ in range(many):
            line = socket.socket()
            line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            line.settimeout(10)
            line.connect(("127.0.0.1", web.port))
            lines.append(kept.enter_context(line))
            line.sendall(says)
        yield lines


def told(line: socket.socket) -> bytes:
    """All that still comes before the line is closed."""
    heard = b""
    try:
        while more := line.recv(1 << 16):
            heard += more
    except ConnectionError:
        pass
    return heard


@pytest.mark.parametrize("kind", SLOW)
def test_a_crowd_of_slow_clients_keeps_nobody_waiting_and_is_cut_off(web: Web, kind: str) -> None:
    many = CROWD if kind != "taking nothing" else 10
    with crowd(web, many, SLOW[kind]):
        for path in ("/livez", "/readyz", "/echo/x"):
            began = monotonic()
            assert web.ask("GET", path).status == 200
            assert monotonic() - began < 1
        assert eventually(lambda: web.process.metric(OPEN) <= 2, 8), web.process.metric(OPEN)


def test_a_body_announced_too_long_is_answered_from_its_head_alone(web: Web) -> None:
    with crowd(web, 1, b"POST /size HTTP/1.1\r\n" + HUGE) as [line]:
        began = monotonic()
        assert line.recv(12) == b"HTTP/1.1 413"
        assert monotonic() - began < 0.9  # that is before a body would be late
        assert b"too-large" in told(line)


def test_who_goes_on_sending_what_was_refused_still_reads_why(web: Web) -> None:
    """Had the line been closed, a reset would have taken the answer away."""
    with crowd(web, 1, b"POST /size HTTP/1.1\r\n" + HUGE) as [line]:
        for _ in range(100):
            line.sendall(b"x" * 100_000)
        assert told(line).startswith(b"HTTP/1.1 413")


def test_who_takes_a_little_now_and_then_is_cut_off(web: Web) -> None:
    """Every read of his is progress: what counts is how much of it there is."""
    with crowd(web, 1, SLOW["taking nothing"]) as [line]:
        assert eventually(lambda: cut_off(line), 8)
        assert "an answer was not taken in time" in web.process.log


def cut_off(line: socket.socket) -> bool:
    try:
        assert line.recv(1 << 16), "it ended as if it were whole"
    except ConnectionError:
        return True
    return False


def test_who_reads_as_fast_as_anybody_gets_all_of_a_large_answer(web: Web) -> None:
    assert web.ask("GET", "/much").body == MUCH


def test_when_all_places_are_taken_the_silent_ones_give_way(web: Web) -> None:
    """Three times as many as there is room for, all of them waiting for nothing."""
    with crowd(web, 360, SLOW["half a head"]) as lines:
        assert web.ask("GET", "/livez").status == 200
        assert web.ask("GET", "/echo/x").body == b"x"
        assert web.process.metric(OPEN) <= 121
        assert lines[0].recv(1) == b""


def test_who_is_being_answered_does_not_give_way(web: Web) -> None:
    with crowd(web, 1, b"GET /nap/0.8 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n") as [line]:
        sleep(0.1)
        with crowd(web, 360, b""):
            assert told(line).endswith(b"slept")


@pytest.mark.parametrize("sent", [b"nonsense\r\n\r\n", b"GET /livez HTTP/1.0\r\n\r\n"])
def test_what_never_reaches_a_route_is_answered_as_carefully(web: Web, sent: bytes) -> None:
    head = web.raw(sent).partition(b"\r\n\r\n")[0].decode().lower()
    for name, value in SECURE.items():
        assert f"{name}: {value}".lower() in head

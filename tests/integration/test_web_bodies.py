"""What is sent to the web server too long, too slowly, broken off, or as no HTTP at all."""

import json
import socket
from time import monotonic, sleep

import pytest

from tests.integration.chassis.processes import eventually
from tests.integration.test_web_server import MEGABYTE, Web, lives_on, web

__all__ = ["lives_on", "web"]  # fixtures


def test_a_body_up_to_the_limit_is_read_whole(web: Web) -> None:
    assert web.ask("POST", "/size", b"x" * MEGABYTE).body == str(MEGABYTE).encode()
    chunks = [b"x" * 1000] * 500
    assert web.ask("POST", "/size", iter(chunks)).body == b"500000"


def test_a_longer_body_is_413_whether_announced_or_not(web: Web) -> None:
    assert web.ask("POST", "/size", b"x" * (MEGABYTE + 1)).problem["status"] == 413
    assert web.ask("POST", "/size", b"x" * 10 * MEGABYTE).problem["status"] == 413
    chunks = [b"x" * 100_000] * 30
    assert web.ask("POST", "/size", iter(chunks)).problem["status"] == 413


def test_who_asks_before_sending_too_much_is_told_at_once(web: Web) -> None:
    head = b"POST /size HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999\r\n"
    answer = web.raw(head + b"Expect: 100-continue\r\n\r\n")
    assert answer.startswith(b"HTTP/1.1 413")


@pytest.mark.parametrize(
    "body",
    [b"zz\r\nabc\r\n0\r\n\r\n", b"-5\r\nabc\r\n0\r\n\r\n", b"\r\n\r\n"],
    ids=["no number", "negative", "nothing"],
)
def test_broken_chunks_are_not_taken_for_a_body(web: Web, body: bytes) -> None:
    head = b"POST /size HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
    assert web.raw(head + body)[9:12] in (b"400", b"408")


def test_two_lengths_at_once_are_400(web: Web) -> None:
    """Otherwise a proxy and we could see different requests in the same bytes."""
    head = b"POST /size HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n"
    assert b" 400 " in web.raw(head + b"\r\n0\r\n\r\n").splitlines()[0]


def test_a_body_that_does_not_come_is_408(web: Web) -> None:
    head = b"POST /size HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n"
    began = monotonic()
    assert web.raw(head + b"abc").startswith(b"HTTP/1.1 408")
    assert monotonic() - began < 3


def test_a_head_that_does_not_end_is_cut_off(web: Web) -> None:
    began = monotonic()
    assert web.raw(b"GET /echo/x HTTP/1.1\r\n", *[b"X-A: b\r\n"] * 20, pause=0.3) == b""
    assert monotonic() - began < 4


@pytest.mark.parametrize("sent", [b"", b"ab"])
def test_a_body_that_breaks_off_is_not_taken_for_a_shorter_one(web: Web, sent: bytes) -> None:
    with socket.create_connection(("127.0.0.1", web.port), timeout=5) as connection:
        connection.sendall(b"POST /size HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\n" + sent)
        connection.shutdown(socket.SHUT_WR)
        answer = connection.recv(65536)
    assert answer.startswith(b"HTTP/1.1 400")
    assert b"malformed-body" in answer


@pytest.mark.parametrize(
    "line",
    [
        b"no colon",
        b"X-Space : 1",
        b" folded: 1",
        b": nameless",
        "Größe: 1".encode(),
        b"X-Bare: a\rIf-Match: 1",
        b"X-Null: \0",
        b"Transfer-Encoding : chunked\r\nContent-Length: 3",
        b"Content-Length: 3\r\nContent-Length: 4",
        b"Content-Length: 0\r\nTransfer-Encoding: chunked",
        b"Transfer-Encoding: xchunked",
        b"Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked",
        b"Content-Length: +3",
        b"Content-Length: 1_2",
        b"Content-Length: 3, 3",
    ],
)
def test_headers_that_two_readers_read_differently_are_400(web: Web, line: bytes) -> None:
    """The parser drops whatever follows a line that it cannot read, If-Match included."""
    head = b"POST /size HTTP/1.1\r\nHost: x\r\n" + line + b"\r\nX-Last: 1\r\n\r\n"
    answer = web.raw(head + b"0\r\n\r\n" * 5)
    assert answer.startswith(b"HTTP/1.1 400")
    assert answer.count(b"HTTP/1.1 ") == 1  # and then it hangs up


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (b"GET /echo/x?\xff HTTP/1.1\r\n\r\n", 400),
        (b"GET /<b> x y HTTP/1.1\r\n\r\n", 400),
        (b"BREW\r\n\r\n", 400),
        (b"GET /echo/x HTTP/9.9\r\n\r\n", 505),
        (b"GET /echo/x HTTP/1.1\r\n" + b"X: <b>\r\n" * 101 + b"\r\n", 431),
        (b"GET /echo/x HTTP/1.1\r\nX: " + b"x" * 10_000 + b"\r\n\r\n", 431),
        (b"GET /echo/x HTTP/1.1\r\n" + (b"X: " + b"x" * 5_000 + b"\r\n") * 20, 431),
        (b"GET /" + b"x" * 100_000 + b" HTTP/1.1\r\n\r\n", 414),
    ],
)
def test_what_is_refused_before_it_is_routed_is_a_problem_too(
    web: Web, sent: bytes, status: int
) -> None:
    head, _, body = web.raw(sent).partition(b"\r\n\r\n")
    assert head.split()[1] == str(status).encode()
    assert b"server:" not in head.lower()
    assert b"Content-Type: application/problem+json" in head
    assert json.loads(body)["status"] == status
    assert b"<b>" not in head + body


def test_who_connects_and_says_nothing_is_not_waited_for(web: Web) -> None:
    began = monotonic()
    assert web.raw() == b""
    assert monotonic() - began < 3


@pytest.mark.parametrize(
    "sent",
    [
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"GET\r\n\r\n",
        b"\r\n" * 100,
        b"GET / HTTP/9.9\r\n\r\n",
        b"GET /echo/x HTTP/1.1\r\nX: " + b"x" * 100_000 + b"\r\n\r\n",
        b"GET /" + b"x" * 100_000 + b" HTTP/1.1\r\n\r\n",
        b"GET /echo/x HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
        b"GET /echo/x HTTP/1.1\r\nContent-Length: x\r\n\r\n",
    ],
)
def test_what_is_no_http_does_no_harm(web: Web, sent: bytes) -> None:
    assert not web.raw(sent + b"\r\n").startswith(b"HTTP/1.1 200")


def test_clients_that_break_off_do_no_harm(web: Web) -> None:
    """At whatever moment; an error of one connection is none of the container's."""
    for sent in (b"", b"GET", b"GET /nap/0.2 HTTP/1.1\r\n\r\n", b"POST /size HTTP/1.1\r\n"):
        for _ in range(5):
            connection = socket.create_connection(("127.0.0.1", web.port))
            reset = b"\x01\0\0\0\0\0\0\0"  # linger for no time: the peer gets a reset
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, reset)
            connection.sendall(sent)
            sleep(0.02)  # the server is reading on, or answering
            connection.close()
    assert eventually(lambda: web.ask("GET", "/echo/x").status == 200)

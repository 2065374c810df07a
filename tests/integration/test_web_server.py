"""The web server in front of the workers, over real sockets."""

import json
import signal
import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from http.client import HTTPConnection, HTTPResponse
from time import monotonic, sleep
from typing import Any

import pytest

from tests.integration.chassis.processes import Process, eventually, free_port

MODULE = "tests.integration.chassis.gateway"
MEGABYTE = 1 << 20


class Web:
    """The gateway's process, and a client of it."""

    def __init__(self, workers: int) -> None:
        self.port = free_port()
        self.process = Process(
            "gateway", "--port", str(self.port), "--module", MODULE, GUANXI_WORKERS=str(workers)
        )
        self.process.port = self.port  # it answers for its health on its own port

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> "Answer":
        with closing(HTTPConnection("127.0.0.1", self.port, timeout=15)) as connection:
            connection.request(method, path, body, headers)
            return Answer(connection.getresponse())

    def raw(self, *parts: bytes, pause: float = 0.0) -> bytes:
        """Everything that comes back until the server hangs up."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=5) as connection:
            received = b""
            try:
                for part in parts:
                    connection.sendall(part)
                    sleep(pause)
                while more := connection.recv(65536):
                    received += more
            except (ConnectionResetError, BrokenPipeError):
                pass
            return received


class Answer:
    def __init__(self, response: HTTPResponse) -> None:
        self.status = response.status
        self.headers = response.headers
        self.body = response.read()

    @property
    def problem(self) -> dict[str, Any]:
        assert self.headers["Content-Type"] == "application/problem+json"
        found: dict[str, Any] = json.loads(self.body)
        assert found["status"] == self.status
        return found


@pytest.fixture(scope="module")
def web() -> Iterator[Web]:
    web = Web(workers=2)
    try:
        web.process.ready()
        yield web
    finally:
        web.process.end()


@pytest.fixture(autouse=True)
def lives_on(web: Web) -> Iterator[None]:
    yield
    assert web.ask("GET", "/echo/x").body == b"x"
    assert web.process.process.poll() is None


def test_a_route_answers(web: Web) -> None:
    answer = web.ask("GET", "/echo/abc")
    assert (answer.status, answer.body) == (200, b"abc")


def test_nobody_learns_which_software_this_is(web: Web) -> None:
    assert web.ask("GET", "/echo/x").headers["Server"] is None
    assert web.ask("GET", "/nope").headers["Server"] is None


@pytest.mark.parametrize("path", ["/nope", "/", "/echo", "/echo/a/b", "/%00", "/%ff"])
def test_an_unknown_address_is_a_problem_document(web: Web, path: str) -> None:
    assert web.ask("GET", path).problem["status"] == 404


def test_a_wrong_method_is_told_the_right_ones(web: Web) -> None:
    answer = web.ask("DELETE", "/size")
    assert answer.problem["status"] == 405
    assert answer.headers["Allow"] == "POST"


@pytest.mark.parametrize(
    "path", ["/crash", "/crash-before-the-worker/5", "/no-response", "/remote-failure"]
)
def test_a_defect_is_logged_and_its_answer_leaks_nothing(web: Web, path: str) -> None:
    """nameko puts the text of the exception into the body."""
    answer = web.ask("GET", path)
    assert answer.problem["status"] == 500
    for leaked in (b"secret", b"Error:", b"Traceback", b"object", b"service", b"misfit"):
        assert leaked not in answer.body


def test_the_log_has_what_the_answer_has_not(web: Web) -> None:
    web.ask("GET", "/crash")
    assert eventually(lambda: "secret connection string" in web.process.log)


def test_a_refusal_keeps_its_fields(web: Web) -> None:
    answer = web.ask("GET", "/refuse")
    assert answer.problem["status"] == 409
    assert answer.problem["owner"] == "bob"


def test_a_service_that_is_away_is_503_with_a_time_to_come_back(web: Web) -> None:
    answer = web.ask("GET", "/ask-nobody")
    assert answer.problem["status"] == 503
    assert answer.headers["Retry-After"] == "1"


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


def test_utf_8_in_an_address_needs_no_percent_signs(web: Web) -> None:
    assert web.raw("GET /echo/李?李 HTTP/1.0\r\n\r\n".encode()).startswith(b"HTTP/1.1 200")


def test_who_connects_and_says_nothing_is_not_waited_for(web: Web) -> None:
    began = monotonic()
    assert web.raw() == b""
    assert monotonic() - began < 3


@pytest.mark.parametrize("path", ["/livez", "/readyz", "/echo/x"])
def test_an_answer_to_head_has_no_body(web: Web, path: str) -> None:
    answer = web.raw(f"HEAD {path} HTTP/1.1\r\nConnection: close\r\n\r\n".encode())
    assert answer.startswith(b"HTTP/1.1 200")
    assert answer.endswith(b"\r\n\r\n")


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


def test_health_is_answered_while_every_worker_is_busy(web: Web) -> None:
    with ThreadPoolExecutor(2) as pool:
        naps = [pool.submit(web.ask, "GET", "/nap/1.0") for _ in range(2)]
        sleep(0.2)
        began = monotonic()
        assert web.ask("GET", "/livez").status == 200
        assert web.ask("GET", "/readyz").status == 200
        assert web.ask("GET", "/metrics").status == 200
        assert monotonic() - began < 0.5
        assert [nap.result().status for nap in naps] == [200, 200]


def test_more_than_can_be_done_is_503_and_not_a_queue_without_end(web: Web) -> None:
    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(lambda _: web.ask("GET", "/nap/0.3"), range(20)))
    statuses = {answer.status for answer in answers}
    assert statuses == {200, 503}
    refused = next(answer for answer in answers if answer.status == 503)
    assert refused.headers["Retry-After"] == "1"


def test_requests_are_counted_by_route_and_not_by_address(web: Web) -> None:
    web.ask("GET", "/echo/some-id")
    counted = web.ask("GET", "/metrics").body
    assert b'guanxi_http_seconds_count{method="GET",route="/echo/<value>",status="200"}' in counted
    assert b"some-id" not in counted


def test_sigterm_answers_what_has_begun() -> None:
    own = Web(workers=8)
    try:
        own.process.ready()
        with ThreadPoolExecutor(8) as pool:
            naps = [pool.submit(own.ask, "GET", "/nap/0.8") for _ in range(8)]
            sleep(0.4)
            own.process.signal(signal.SIGTERM)
            assert [nap.result().status for nap in naps] == [200] * 8
        assert own.process.wait() == 0
    finally:
        own.process.end()


def test_an_event_is_sent_when_it_happens_and_not_with_those_to_come(web: Web) -> None:
    with closing(HTTPConnection("127.0.0.1", web.port, timeout=15)) as connection:
        connection.request("GET", "/events")
        assert connection.getresponse().readline() == b"data: now\n"

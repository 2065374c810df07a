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


def test_without_a_certificate_nobody_is_told_to_come_with_tls(web: Web) -> None:
    assert web.ask("GET", "/echo/x").headers["Strict-Transport-Security"] is None


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


def test_utf_8_in_an_address_needs_no_percent_signs(web: Web) -> None:
    assert web.raw("GET /echo/李?李 HTTP/1.0\r\n\r\n".encode()).startswith(b"HTTP/1.1 200")


@pytest.mark.parametrize("path", ["/livez", "/readyz", "/echo/x"])
def test_an_answer_to_head_has_no_body(web: Web, path: str) -> None:
    answer = web.raw(f"HEAD {path} HTTP/1.1\r\nConnection: close\r\n\r\n".encode())
    assert answer.startswith(b"HTTP/1.1 200")
    assert answer.endswith(b"\r\n\r\n")


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

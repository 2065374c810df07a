"""One exchange over a kept connection, with a server of a few lines."""

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from cli.load.transport import Disconnected, connect


class Echo(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        self.server.seen.append((self.client_address[1], dict(self.headers)))
        if self.path == "/hang-up":
            self.close_connection = True
            return
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(503 if self.path == "/busy" else 201)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Retry-After", "2")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Echo)
        self.seen: list[tuple[int, dict[str, str]]] = []


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as made:
        Thread(target=made.serve_forever, args=(0.01,), daemon=True).start()
        yield made
        made.shutdown()


def url(server: Server) -> str:
    return f"http://127.0.0.1:{server.server_address[1]}/"


def test_body_key_and_token_arrive_and_the_answer_comes_back(server):
    send = connect(url(server), "token-1", 1)
    reply = send("POST", "/v1/customers", "李雷".encode(), {"Idempotency-Key": "k1"})
    assert (reply.status, reply.content.decode()) == (201, "李雷")
    [(_, headers)] = server.seen
    assert headers["Authorization"] == "Bearer token-1"
    assert headers["Idempotency-Key"] == "k1"


def test_a_connection_is_kept(server):
    send = connect(url(server), "t", 1)
    for _ in range(3):
        send("POST", "/", b"{}", {})
    assert len({port for port, _ in server.seen}) == 1


def test_a_refusal_for_now_keeps_its_header_and_is_not_repeated_here(server):
    reply = connect(url(server), "t", 1)("POST", "/busy", b"{}", {})
    assert (reply.status, reply.headers["Retry-After"]) == (503, "2")
    assert len(server.seen) == 1


def test_no_answer_is_disconnected(server):
    with pytest.raises(Disconnected):
        connect(url(server), "t", 1)("POST", "/hang-up", b"{}", {})


def test_nobody_there_is_disconnected(server):
    address = url(server)
    server.server_close()
    with pytest.raises(Disconnected):
        connect(address, "t", 1)("POST", "/", b"{}", {})

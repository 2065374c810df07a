"""A gateway that misbehaves in every way, with little patience, for the tests of the chassis."""

from collections.abc import Iterator
from time import sleep
from typing import Any

from werkzeug import Request, Response

from kernel.nameko import (
    HttpEntrypoint,
    connections,
    protocol,
    remote,
    secure,
    sending,
    web_server,
)
from kernel.refusal import Rejected
from kernel.rpc_message import RemoteFailure

protocol.HEAD_SECONDS = secure.HANDSHAKE_SECONDS = 1.0
web_server.BODY_SECONDS = 1.0
sending.SECONDS, sending.RATE = 0.5, 100 << 20
connections.MOST = 120
MUCH = b"x" * (32 << 20)
http = HttpEntrypoint.decorator


class Gateway:
    name = "gateway"

    nobody = remote("nobody-at-all")

    @http("GET", "/echo/<value>")
    def echo(self, request: Request, value: str) -> str:
        return value

    @http("POST", "/size")
    def size(self, request: Request) -> str:
        return str(len(request.get_data()))

    @http("GET", "/nap/<float:seconds>")
    def nap(self, request: Request, seconds: float) -> str:
        sleep(seconds)
        return "slept"

    @http("GET", "/much")
    def much(self, request: Request) -> Response:
        return Response(MUCH)

    @http("GET", "/events")
    def events(self, request: Request) -> Response:
        return Response(happening(), content_type="text/event-stream")

    @http("GET", "/crash")
    def crash(self, request: Request) -> str:
        raise RuntimeError("secret connection string")

    @http("GET", "/crash-before-the-worker/<int:number>")
    def misfit(self, request: Request) -> str:
        return "its path has a value that this method does not take"

    @http("GET", "/no-response")
    def no_response(self, request: Request) -> Any:
        return object()

    @http("GET", "/remote-failure")
    def remote_failure(self, request: Request) -> str:
        raise RemoteFailure("the service has failed")

    @http("GET", "/refuse")
    def refuse(self, request: Request) -> str:
        raise Rejected("already-claimed", "by another", owner="bob")

    @http("GET", "/ask-nobody")
    def ask_nobody(self, request: Request) -> Response:
        return Response(self.nobody.echo(value=1))


def happening() -> Iterator[bytes]:
    yield b"data: now\n\n"
    sleep(30)
    yield b"data: later\n\n"

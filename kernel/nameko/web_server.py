"""The web server in front of the workers: probes, limits and errors are answered without one."""

from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import partial
from socket import IPPROTO_TCP, TCP_NODELAY
from time import monotonic
from typing import Any

import eventlet
import structlog
from eventlet import wsgi
from nameko.web.server import WebServer
from werkzeug import Request, Response
from werkzeug.exceptions import HTTPException
from werkzeug.exceptions import MethodNotAllowed as NoSuchMethod
from werkzeug.routing import RequestRedirect

from kernel import health, metrics
from kernel.nameko import connections, secure, uploads
from kernel.nameko.connections import Connections
from kernel.nameko.fixed_paths import fixed, require_method
from kernel.nameko.protocol import CONNECTION, IDLE_SECONDS, Protocol
from kernel.refusal import Invalid, NotFound
from kernel.web import MAX_BODY, MethodNotAllowed, TooLarge, TooSlow

AT_ONCE = "eventlet.minimum_write_chunk_size"
EVENTS = "text/event-stream"
BODY_SECONDS = 10.0
STOP_SECONDS = 8.0
BACKLOG = 1_024

logger = structlog.get_logger(__name__)


class Web(WebServer):
    def get_wsgi_app(self) -> "Application":
        return Application(self)

    def get_wsgi_server(self, sock: Any, wsgi_app: Any, **_: Any) -> Any:
        server = wsgi.Server(
            sock, sock.getsockname(), wsgi_app, protocol=Protocol, debug=False, log_output=False,
            keepalive=IDLE_SECONDS, socket_timeout=BODY_SECONDS,
            environ=secure.ENVIRON if self.certificate else None,
        )  # fmt: skip
        self.connections = server.connections = Connections(connections.MOST)
        sock.listen(BACKLOG)  # nameko says 50: of a crowd most would come again seconds later
        return server

    def start(self) -> None:
        self.certificate = secure.shown()
        super().start()

    def run(self) -> None:
        while self._is_accepting:
            try:
                sock, address = self._sock.accept()
            except OSError as error:  # out of file descriptors, mostly
                logger.warning("a connection was not accepted", error=repr(error))
                eventlet.sleep(0.1)
                continue
            if not self.connections.taken(sock):
                sock.close()
                continue
            sock.settimeout(BODY_SECONDS)
            # An answer is sent in two pieces; the second must not wait for the first's receipt.
            sock.setsockopt(IPPROTO_TCP, TCP_NODELAY, 1)
            self.container.spawn_managed_thread(partial(self.process_request, sock, address))
            eventlet.sleep(0)  # however many are at the door, who is inside is served

    def process_request(self, sock: Any, address: Any) -> None:
        """However a client breaks its connection off, it must not kill the container."""
        metrics.CONNECTIONS.inc()
        try:
            if self.certificate:
                plain, sock = sock, self.certificate.wrap(sock)
                self.connections.became(plain, sock)
            self._serv.process_request([address, sock, wsgi.STATE_IDLE])
        except Exception as error:
            logger.info("a connection broke off", error=repr(error))
        finally:
            metrics.CONNECTIONS.dec()
            self.connections.closed(sock)
            with suppress(OSError):
                sock.close()

    def stop(self) -> None:
        """Answers on their way are sent before the listener's greenlets are killed."""
        self._is_accepting = False
        self._gt.kill()
        self._sock.close()
        until = monotonic() + STOP_SECONDS
        while self._serv.outstanding_requests and monotonic() < until:
            eventlet.sleep(0.01)
        self.wait_for_providers()

    def refuse(self, error: Exception, request: Request) -> Response:
        response: Response = next(iter(self._providers)).refuse(error, request)
        return response


class Application:
    """WSGI: from a request to the entrypoint that its path and method name."""

    def __init__(self, server: Web) -> None:
        self.server = server
        self.url_map = server.make_url_map()
        self.fixed = fixed(self.url_map)

    def __call__(
        self, environ: dict[str, Any], start_response: Callable[..., Any]
    ) -> Iterable[bytes]:
        if self.server.certificate:
            start_response = secure.strictly(start_response)
        if environ["PATH_INFO"] in health.PATHS:
            answer = health.application(environ, start_response)
            return [] if environ["REQUEST_METHOD"] == "HEAD" else answer
        request = Request(environ, shallow=True)
        try:
            response = self._respond(request, environ)
        except Exception as error:
            response = self.server.refuse(told(error), request)
        if response.mimetype == EVENTS:
            environ[AT_ONCE] = 1  # byte: each event when it happens, not with those to come
        return response(environ, start_response)

    def _respond(self, request: Request, environ: dict[str, Any]) -> Response:
        require_method(self.fixed, environ["PATH_INFO"], environ["REQUEST_METHOD"])
        provider, values = self.url_map.bind_to_environ(environ).match()
        request.path_values = values  # type: ignore[attr-defined]
        request.shallow = False
        if provider.streams:
            return uploads.handled(provider, request)
        fetch_body(request)
        environ[CONNECTION].answering()
        response: Response = provider.handle_request(request)
        return response


def fetch_body(request: Request) -> None:
    """Read it here and once, within limits of size and time; `request.get_data()` has it then."""
    late = TooSlow("too-slow", "the body did not arrive in time")
    try:
        with eventlet.Timeout(BODY_SECONDS, late):
            request._cached_data = read(request)  # where werkzeug looks first
    except Exception as error:
        request.environ[CONNECTION].leave_unread()
        raise refused(error) from None


def read(request: Request) -> bytes:
    """Raises TooLarge: where a length is announced, before anything of the body is read."""
    announced = request.content_length or 0
    body: bytes = b"" if announced > MAX_BODY else request.environ["wsgi.input"].read(MAX_BODY + 1)
    if max(len(body), announced) > MAX_BODY:
        raise TooLarge("too-large", f"at most {MAX_BODY} bytes, please", limit=MAX_BODY)
    return whole(body, announced)


def whole(body: bytes, announced: int) -> bytes:
    """Half a command may mean another one; ValueError when its sender was cut off."""
    if len(body) < announced:
        raise ValueError("the connection broke off")
    return body


def refused(error: Exception) -> Exception:
    if isinstance(error, OSError | ValueError):
        return Invalid("malformed-body", "the body ends before its end")
    return error


def told(error: Exception) -> Exception:
    """The refusal that a routing error of werkzeug's means."""
    if isinstance(error, NoSuchMethod):
        return MethodNotAllowed("method-not-allowed", allowed=sorted(error.valid_methods or ()))
    if isinstance(error, RequestRedirect | HTTPException):
        return NotFound("no-such-route", "there is nothing under this address")
    return error

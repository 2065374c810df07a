"""Is the process alive, is it ready, what has it counted: a WSGI application for operators."""

from collections.abc import Callable, Iterable
from socketserver import ThreadingMixIn
from threading import Thread
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import orjson
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from kernel.web import SECURE

Check = Callable[[], bool]
Answer = tuple[str, str, bytes]
PATHS = ("/livez", "/readyz", "/metrics")

_checks: dict[str, Check] = {"started": lambda: False}
_reasons: dict[str, Callable[[], str]] = {}


def check(name: str, passes: Check, why: Callable[[], str] | None = None) -> None:
    """Ready means that all checks pass; one may raise instead of returning False.

    `why` is asked when it fails: what an operator should read.
    """
    _checks[name] = passes
    if why:
        _reasons[name] = why


def started() -> None:
    check("started", lambda: True)


def stopping() -> None:
    """No new work, please: what is in flight is being finished."""
    check("started", lambda: False)


def failing() -> list[str]:
    return [name for name, passes in list(_checks.items()) if not holds(passes)]


def holds(passes: Check) -> bool:
    try:
        return passes()
    except Exception:
        return False


def reasons(failed: Iterable[str]) -> dict[str, str]:
    """What is known of why these fail."""
    return {name: why for name in failed if name in _reasons and (why := _reasons[name]())}


def answer(path: str) -> Answer:
    if path == "/livez":
        return "200 OK", "application/json", b'{"alive":true}'
    if path == "/readyz":
        failed = failing()
        status = "503 Service Unavailable" if failed else "200 OK"
        told = {"ready": not failed, "failing": failed, "why": reasons(failed)}
        return status, "application/json", orjson.dumps(told)
    if path == "/metrics":
        return "200 OK", CONTENT_TYPE_LATEST, generate_latest()
    return "404 Not Found", "application/json", b"{}"


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    status, media, body = answer(environ["PATH_INFO"])
    told = {"Content-Type": media, "Content-Length": str(len(body)), **SECURE}
    start_response(status, list(told.items()))
    return [body]


class Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        """Probes come every second; nobody wants to read of them."""


class Threaded(ThreadingMixIn, WSGIServer):
    daemon_threads = True


def serve(port: int, host: str) -> WSGIServer:
    server = make_server(host, port, application, Threaded, Quiet)
    Thread(target=server.serve_forever, name="health", daemon=True).start()
    return server

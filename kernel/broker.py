"""A connection to RabbitMQ from its URI, as thin as py-amqp allows."""

import socket
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import amqp

from kernel.frames import FrameHandler

HEARTBEAT_SECONDS = 10
CONNECT_SECONDS = 3


class Connection(amqp.Connection):  # type: ignore[misc]
    # With `connection.blocked` py-amqp reads from the socket inside every publish, in whatever
    # thread that is; ours has one reader.
    negotiate_capabilities = {  # noqa: RUF012
        "consumer_cancel_notify": True,
        "authentication_failure_close": True,
    }


def connect(uri: str) -> Any:
    """An open connection; raises OSError or amqp.AMQPError."""
    connection = Connection(frame_handler=FrameHandler, **parameters(uri))
    connection.connect()
    # One timeout for both directions, set once: whatever takes longer means a dead broker.
    connection.transport.sock.settimeout(HEARTBEAT_SECONDS)
    return connection


def parameters(uri: str) -> dict[str, Any]:
    """What py-amqp wants to know; `amqps` verifies the broker unless `?verify=no`."""
    parts = urlsplit(uri)
    secure = parts.scheme == "amqps"
    return {
        "host": f"{parts.hostname or 'localhost'}:{parts.port or (5671 if secure else 5672)}",
        "userid": unquote(parts.username or "guest"),
        "password": unquote(parts.password or "guest"),
        "virtual_host": unquote(parts.path[1:]) or "/",
        "ssl": tls(parts.hostname or "", parse_qs(parts.query)) if secure else False,
        "heartbeat": HEARTBEAT_SECONDS,
        "connect_timeout": CONNECT_SECONDS,
        "socket_settings": {socket.TCP_USER_TIMEOUT: HEARTBEAT_SECONDS * 1000},
    }


def tls(host: str, query: dict[str, list[str]]) -> dict[str, Any]:
    verify = query.get("verify", ["yes"])[0] != "no"
    authorities = query.get("cacertfile", [None])[0]
    return {
        "server_hostname": host if verify else None,
        "cert_reqs": 2 if verify else 0,  # ssl.CERT_REQUIRED, ssl.CERT_NONE
        "ca_certs": authorities,
    }

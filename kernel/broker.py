"""A connection to RabbitMQ from its URI, as thin as py-amqp allows."""

import socket
import ssl
from typing import Any

import amqp

from kernel.broker_uri import Tls, read
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
    """What py-amqp wants to know; raises Unreadable."""
    broker = read(uri)
    return {
        "host": f"{broker.host}:{broker.port}",
        "userid": broker.user,
        "password": broker.password,
        "virtual_host": broker.virtual_host,
        "ssl": tls(broker.host, broker.tls) if broker.tls else False,
        "heartbeat": HEARTBEAT_SECONDS,
        "connect_timeout": CONNECT_SECONDS,
        "socket_settings": {socket.TCP_USER_TIMEOUT: HEARTBEAT_SECONDS * 1000},
    }


def tls(host: str, wanted: Tls) -> dict[str, Any]:
    return {
        "server_hostname": host,
        "cert_reqs": ssl.CERT_REQUIRED,
        "tls_minimum_version": ssl.TLSVersion.TLSv1_2,
        "ca_certs": wanted.authorities,
        "certfile": wanted.certificate,
        "keyfile": wanted.key,
    }

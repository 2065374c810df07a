"""Whether a broker's port speaks AMQP, not only listens."""

import socket
import ssl
from contextlib import suppress


def speaks(address: str) -> bool:
    """`127.0.0.1:5672`, or `amqps://127.0.0.1:5671` where it speaks TLS."""
    scheme, _, where = address.rpartition("://")
    with (
        suppress(OSError),
        socket.create_connection(place_of(where), timeout=2) as plain,
        anybody().wrap_socket(plain) if scheme == "amqps" else plain as link,
    ):
        link.sendall(b"AMQP\x00\x00\x09\x01")
        return link.recv(1) == b"\x01"
    return False


def place_of(address: str) -> tuple[str, int]:
    host, _, port = address.rpartition(":")
    return host, int(port)


def anybody() -> ssl.SSLContext:
    """Whoever it is, nothing is told to it: we only look whether it speaks."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context

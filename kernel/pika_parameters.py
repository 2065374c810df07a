"""What pika wants to know about a broker, from its URI."""

import ssl
from urllib.parse import parse_qs, urlsplit

import pika

HEARTBEAT_SECONDS = 10


def parameters(uri: str, name: str, open_seconds: float) -> pika.URLParameters:
    """From `amqp://` or `amqps://`, the latter with `?cacertfile=` and `?verify=no` if need be."""
    parts = urlsplit(uri)
    made = pika.URLParameters(parts._replace(query="").geturl())
    made.heartbeat = HEARTBEAT_SECONDS
    made.socket_timeout = made.stack_timeout = open_seconds
    made.client_properties = {"connection_name": name}
    if parts.scheme == "amqps":
        made.ssl_options = pika.SSLOptions(tls(parse_qs(parts.query)), parts.hostname)
    return made


def tls(query: dict[str, list[str]]) -> ssl.SSLContext:
    context = ssl.create_default_context(cafile=query.get("cacertfile", [None])[0])
    if query.get("verify") == ["no"]:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context

"""What pika wants to know about a broker, from its URI."""

import pika

from kernel.broker_uri import read

HEARTBEAT_SECONDS = 10


def parameters(uri: str, name: str, open_seconds: float) -> pika.ConnectionParameters:
    """Raises Unreadable."""
    broker = read(uri)
    made = pika.ConnectionParameters(
        host=broker.host,
        port=broker.port,
        virtual_host=broker.virtual_host,
        credentials=pika.PlainCredentials(broker.user, broker.password),
        heartbeat=HEARTBEAT_SECONDS,
        socket_timeout=open_seconds,
        stack_timeout=open_seconds,
        client_properties={"connection_name": name},
    )
    if broker.tls:
        made.ssl_options = pika.SSLOptions(broker.tls.context(), broker.host)
    return made

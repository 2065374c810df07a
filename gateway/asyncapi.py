"""The AsyncAPI 3.0 document: where events are published, what they say, what may be relied on."""

from typing import Any

from gateway.asyncapi_messages import EXCHANGE, components
from gateway.catalogue import Published, published
from gateway.event_promises import markdown
from kernel.envelope import CONTENT_TYPE

Document = dict[str, Any]

BROKER = {
    "host": "{host}:{port}",
    "protocol": "amqp",
    "protocolVersion": "0-9-1",
    "description": "RabbitMQ. Whoever runs it gives a subscriber its user, its virtual host and "
    "the right to a queue of its own.",
    "variables": {"host": {"default": "localhost"}, "port": {"default": "5672"}},
    "security": [{"$ref": "#/components/securitySchemes/broker"}],
}
API = {
    "host": "{host}:{port}",
    "protocol": "http",
    "description": "The HTTP API, whose other parts `/openapi.json` describes.",
    "variables": {"host": {"default": "localhost"}, "port": {"default": "8000"}},
    "security": [{"$ref": "#/components/securitySchemes/bearer"}],
}
FEED = {
    "address": "/v1/events",
    "title": "The feed",
    "description": "`GET` with `source`, `after`, `types`, `limit` and `wait`: the events "
    "after a position. Ask with `next` as `after`, and nothing is left out.",
    "servers": [{"$ref": "#/servers/api"}],
    "messages": {"page": {"$ref": "#/components/messages/page"}},
}
ASK = {
    "action": "send",
    "title": "Read on from a position",
    "summary": "The same events over HTTP, from the first one on and for ever.",
    "channel": {"$ref": "#/channels/feed"},
    "messages": [{"$ref": "#/channels/feed/messages/page"}],
    "bindings": {"http": {"method": "GET", "bindingVersion": "0.3.0"}},
}


def document() -> Document:
    keys: dict[str, list[Published]] = {}
    for one in published():
        keys.setdefault(one.key, []).append(one)
    return {
        "asyncapi": "3.0.0",
        "id": "urn:guanxi:events",
        "info": {"title": "Guanxi: events", "version": "1.0.0", "description": markdown()},
        "defaultContentType": CONTENT_TYPE,
        "servers": {"broker": BROKER, "api": API},
        "channels": {key: channel(key, ones) for key, ones in keys.items()} | {"feed": FEED},
        "operations": {f"send.{key}": operation(key, ones) for key, ones in keys.items()}
        | {"send.feed": ASK},
        "components": components(),
    }


def channel(key: str, versions: list[Published]) -> Document:
    return {
        "address": key,
        "title": versions[0].event,
        "summary": versions[0].summary,
        "servers": [{"$ref": "#/servers/broker"}],
        "messages": {
            f"v{one.version}": {"$ref": f"#/components/messages/{one.name}"} for one in versions
        },
        "bindings": {"amqp": {"is": "routingKey", "exchange": EXCHANGE, "bindingVersion": "0.3.0"}},
    }


def operation(key: str, versions: list[Published]) -> Document:
    return {
        "action": "send",
        "summary": versions[0].summary,
        "channel": {"$ref": f"#/channels/{key}"},
        "messages": [{"$ref": f"#/channels/{key}/messages/v{one.version}"} for one in versions],
        "tags": [{"name": versions[0].source}],
        "bindings": {"amqp": {"deliveryMode": 2, "timestamp": True, "bindingVersion": "0.3.0"}},
    }

"""A subscriber outside on RabbitMQ: its user, what that one may touch, its queue and bindings.

The user declares, writes to and reads from what is named after the subscriber, `erp-main` and
`erp-main.…`, and may bind such queues to the exchange of events by the keys of its subscription.
It publishes nowhere, and sees no queue of anybody else's.
"""

import re
import secrets
from collections.abc import Iterable, Sequence
from typing import Any

from deploy.rabbitmq.definitions import USERS, binding, hashed
from kernel.topology import TOPOLOGY, Binding, Topology

NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,49}", re.ASCII)
PREFIX = "subscriber-"  # of users: no service's is taken over, whatever a subscriber is called
RESERVED = frozenset({TOPOLOGY.name, "rpc", "amq", *(user.name for user in USERS)})
CONNECTIONS, CHANNELS = 30, 300  # at a time: no more are taken from who else is on the broker
ANY = r"(\*|[A-Za-z0-9]+)"  # event of a source, one or all, as a routing key says it


def may_be_called(name: str) -> bool:
    """Queues of ours are named after us."""
    return bool(NAME.fullmatch(name)) and name not in RESERVED


def user_of(name: str) -> str:
    return PREFIX + name


def own(name: str) -> str:
    """Names of queues that are the subscriber's."""
    return rf"^{re.escape(name)}(\..+)?$"


def keys(events: Iterable[str]) -> str:
    """With which keys it may bind: those of its subscription, and single events among them."""
    return f"^({'|'.join(key(one) for one in events)})$"


def key(events: str) -> str:
    source, _, name = events.partition(".")
    return rf"{re.escape(source)}\." + (ANY if name == "*" else re.escape(name))


def definitions(
    name: str,
    events: Sequence[str],
    password: str,
    vhost: str = "/",
    topology: Topology = TOPOLOGY,
) -> dict[str, Any]:
    """What RabbitMQ imports; the password is in it as a salted hash."""
    user, exchange, queue = user_of(name), topology.events.name, topology.subscription(name)
    there = {"user": user, "vhost": vhost}
    return {
        "users": [{
            "name": user, "tags": [], "hashing_algorithm": "rabbit_password_hashing_sha256",
            "password_hash": hashed(password, secrets.token_bytes(4)),
            "limits": {"max-connections": CONNECTIONS, "max-channels": CHANNELS},
        }],
        "permissions": [there | {
            "configure": own(name), "write": own(name),
            "read": rf"^({own(name)[1:-1]}|{re.escape(exchange)})$",
        }],
        "topic_permissions": [there | {
            "exchange": exchange, "write": "^$", "read": keys(events),
        }],
        "queues": [{
            "name": queue.name, "vhost": vhost, "durable": True, "auto_delete": False,
            "arguments": dict(queue.arguments),
        }],
        "bindings": [
            binding(Binding(exchange, queue.name, one)) | {"vhost": vhost} for one in events
        ],
    }  # fmt: skip

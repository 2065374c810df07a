"""RabbitMQ's users, what each may touch, and what all share, printed as definitions.

    python -m deploy.rabbitmq.definitions > definitions.json

Passwords come from the environment, RABBITMQ_PASSWORD_<USER>, or from the files that
RABBITMQ_PASSWORD_<USER>_FILE name; the definitions hold salted hashes.
One user per service, and no guest.
"""

import base64
import hashlib
import json
import os
import secrets
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kernel.topology import TOPOLOGY, Binding

SHORTEST = 16  # characters of a password


@dataclass(frozen=True)
class User:
    """A user and the patterns of names it may declare, write to and read from."""

    name: str
    configure: str = "^$"
    write: str = "^$"
    read: str = "^$"
    tags: tuple[str, ...] = ()

    @property
    def variable(self) -> str:
        return f"RABBITMQ_PASSWORD_{self.name.upper()}"


def service(name: str) -> User:
    """Its own RPC queue and subscriptions; calls and answers go through the default exchange."""
    own = rf"rpc\.{name}|{name}\..+"
    return User(
        name,
        configure=rf"^({own})$",
        write=rf"^({own}|amq\.default|crm\.dead)$",
        read=rf"^({own}|crm\.batches|crm\.events)$",  # the latter to part from old bindings
    )


USERS = (
    *(service(name) for name in ("customer", "pipeline", "activity", "analytics")),
    User(
        "gateway",
        configure=r"^rpc\.gateway$",  # its feed of people and teams is asked for there
        write=r"^(rpc\.gateway|amq\.default)$",
        read=r"^rpc\.gateway$",
    ),
    User("webhooks", write=r"^amq\.default$"),  # it asks for feeds, and nobody asks it
    User("relay", configure=r"^crm\..+$", write=r"^crm\..+$", read=r"^crm\..+$"),
    User("operator", ".*", ".*", ".*", ("administrator",)),
)


def definitions(passwords: Mapping[str, str]) -> dict[str, Any]:
    """What RabbitMQ loads at its start."""
    return {
        "vhosts": [{"name": "/"}],
        "users": [
            {
                "name": user.name,
                "password_hash": hashed(passwords[user.name], secrets.token_bytes(4)),
                "hashing_algorithm": "rabbit_password_hashing_sha256",
                "tags": list(user.tags),
            }
            for user in USERS
        ],
        "permissions": [permission(user) for user in USERS],
        **shared(),
    }


def shared() -> dict[str, Any]:
    """Exchanges and queues that belong to no subscriber: they may look at them, not make them."""
    common = {"vhost": "/", "durable": True, "auto_delete": False}
    return {
        "exchanges": [
            {**common, "name": exchange.name, "type": exchange.type, "internal": False,
             "arguments": dict(exchange.arguments)}
            for exchange in TOPOLOGY.exchanges
        ],
        "queues": [
            {**common, "name": queue.name, "arguments": dict(queue.arguments)}
            for queue in TOPOLOGY.queues
        ],
        "bindings": [binding(bound) for bound in TOPOLOGY.bindings],
    }  # fmt: skip


def binding(bound: Binding) -> dict[str, Any]:
    return {
        "vhost": "/",
        "source": bound.exchange,
        "destination": bound.to,
        "destination_type": "queue",
        "routing_key": bound.key,
        "arguments": {},
    }


def permission(user: User) -> dict[str, str]:
    return {
        "user": user.name,
        "vhost": "/",
        "configure": user.configure,
        "write": user.write,
        "read": user.read,
    }


def hashed(password: str, salt: bytes) -> str:
    """As RabbitMQ stores it: the salt, then SHA-256 of salt and password."""
    return base64.b64encode(salt + hashlib.sha256(salt + password.encode()).digest()).decode()


def passwords_from(environment: Mapping[str, str]) -> dict[str, str]:
    """Every user's password; ends the program when one is missing or short."""
    found = {user.name: password(environment, user.variable) for user in USERS}
    if weak := [user.variable for user in USERS if len(found[user.name]) < SHORTEST]:
        sys.exit(f"at least {SHORTEST} characters are needed in: {', '.join(weak)}")
    return found


def password(environment: Mapping[str, str], name: str) -> str:
    if path := environment.get(f"{name}_FILE"):
        return Path(path).read_text(encoding="utf-8").strip()
    return environment.get(name, "")


if __name__ == "__main__":
    print(json.dumps(definitions(passwords_from(os.environ)), indent=2))

"""Each user of the broker may do what its processes do, and no more."""

import base64
import hashlib
import json
import re

import pytest

from deploy.rabbitmq.definitions import USERS, User, definitions, hashed, passwords_from
from kernel.rpc_message import queue_of
from kernel.topology import TOPOLOGY

BY_NAME = {user.name: user for user in USERS}
PASSWORDS = {user.name: f"password-of-{user.name}" for user in USERS}
SUBSCRIPTIONS = {
    "customer": ("customer.returns", "customer.people", "customer.reactions"),
    "analytics": ("analytics.lists", "analytics.reports"),
    "pipeline": (
        "pipeline.owners",
        "pipeline.reactions",
        "pipeline.handovers",
        "pipeline.heard",
    ),
    "activity": (
        "activity.reminders",
        "activity.deals",
        "activity.webhooks",
        "activity.people",
        "activity.reactions",
        "activity.commitments",
        "activity.news",
    ),
}


def may(user: User, right: str, name: str) -> bool:
    return re.search(getattr(user, right), name) is not None


@pytest.mark.parametrize("name", ["customer", "pipeline", "activity", "analytics"])
def test_a_service_serves_its_own_queue_and_no_other(name: str) -> None:
    for other in ("customer", "pipeline", "activity", "analytics"):
        for right in ("configure", "read"):
            assert may(BY_NAME[name], right, queue_of(other)) == (name == other)


@pytest.mark.parametrize(("name", "queues"), SUBSCRIPTIONS.items())
def test_a_subscriber_declares_binds_and_reads_its_queues(name: str, queues: list[str]) -> None:
    user = BY_NAME[name]
    for queue in queues:
        assert all(may(user, right, queue) for right in ("configure", "write", "read"))
    assert may(user, "read", TOPOLOGY.batches.name)
    assert may(user, "write", TOPOLOGY.dead.name)


def test_nobody_but_relays_and_operators_writes_events() -> None:
    for user in USERS:
        trusted = user.name in ("relay", "operator")
        for exchange in (TOPOLOGY.events, TOPOLOGY.batches):
            assert may(user, "write", exchange.name) == trusted
            assert may(user, "configure", exchange.name) == trusted


def test_a_relay_declares_everything_that_belongs_to_no_subscriber() -> None:
    for thing in (*TOPOLOGY.exchanges, *TOPOLOGY.queues):
        for right in ("configure", "write", "read"):
            assert may(BY_NAME["relay"], right, thing.name)


def test_the_gateway_calls_and_is_called_and_no_more() -> None:
    gateway = BY_NAME["gateway"]
    assert may(gateway, "write", "amq.default")
    assert may(gateway, "read", "rpc.gateway")
    for name in ("crm.batches", "crm.events", "rpc.customer", "analytics.lists", "amq.topic"):
        assert not any(may(gateway, right, name) for right in ("configure", "write", "read"))


def test_who_sends_webhooks_calls_and_is_not_called() -> None:
    webhooks = BY_NAME["webhooks"]
    assert may(webhooks, "write", "amq.default")
    for name in ("rpc.gateway", "rpc.customer", "crm.events", "crm.batches", "amq.topic"):
        assert not any(may(webhooks, right, name) for right in ("configure", "write", "read"))


def test_there_is_no_guest_and_one_administrator() -> None:
    users = definitions(PASSWORDS)["users"]
    assert "guest" not in {user["name"] for user in users}
    assert [user["name"] for user in users if user["tags"]] == ["operator"]


def test_passwords_are_kept_as_salted_hashes_that_the_broker_can_check() -> None:
    raw = base64.b64decode(hashed("secret", b"salt"))
    assert raw[4:] == hashlib.sha256(b"saltsecret").digest()
    assert "password-of-" not in json.dumps(definitions(PASSWORDS))


def test_a_short_or_missing_password_is_refused_by_name() -> None:
    environment = {user.variable: "x" * 16 for user in USERS}
    assert set(passwords_from(environment)) == set(BY_NAME)
    for wrong in ({"RABBITMQ_PASSWORD_RELAY": ""}, {"RABBITMQ_PASSWORD_RELAY": "short"}):
        with pytest.raises(SystemExit, match="RABBITMQ_PASSWORD_RELAY"):
            passwords_from(environment | wrong)


def test_what_all_share_is_there_before_anybody_comes() -> None:
    made = definitions(PASSWORDS)
    assert [thing["name"] for thing in made["exchanges"]] == [
        exchange.name for exchange in TOPOLOGY.exchanges
    ]
    assert [thing["name"] for thing in made["queues"]] == [queue.name for queue in TOPOLOGY.queues]
    bound = {(binding["source"], binding["destination"]) for binding in made["bindings"]}
    assert bound == {(binding.exchange, binding.to) for binding in TOPOLOGY.bindings}

"""`./crm subscriber`: those outside who are told of events, added, listed and removed."""

import os
import secrets
from argparse import Namespace
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from cli import subscriber_broker
from cli.place import Place
from cli.say import note, say
from cli.settings import settings
from cli.subscriber_told import external, introduce, lines
from cli.subscriber_words import check
from cli.tasks import client as started

if TYPE_CHECKING:
    from cli.load.client import Client

KEYS = "/v1/api-keys"
GOOD_FOR = timedelta(days=365)


def subscriber(place: Place, asked: Namespace) -> int:
    from amqp.exceptions import AMQPError

    from cli.load.client import Client, GaveUp
    from cli.load.transport import connect

    url, bearer = started(place)
    os.environ.update(settings(place, os.environ))
    try:
        return ACTIONS[asked.action](place, asked, Client(connect(url, bearer, 1)), url)
    except BrokenPipeError:  # `… | head` is nothing of ours
        raise
    except (GaveUp, subscriber_broker.Failed, AMQPError, OSError) as error:
        note(f"crm: {error}")
        return 1


def add(place: Place, asked: Namespace, client: "Client", url: str) -> int:
    """The broker first: whoever adds again after half of it gives everything a new password."""
    from kernel.settings import amqp_uri

    events = [one.strip() for one in asked.events.split(",") if one.strip()]
    if wrong := check(asked.name, events):
        note(f"crm: {wrong}")
        return 2
    if keys_of(client, asked.name):
        note(f"crm: {asked.name} is there already; ./crm subscriber remove {asked.name} first.")
        note("     Nothing is missed by that: what it has processed, it knows itself")
        return 1
    password = "" if asked.no_personal_data else secrets.token_urlsafe(24)
    if password:
        give(place, asked.name, events, password)
    until = datetime.now(UTC) + GOOD_FOR
    key = issue(client, asked.name, events, not asked.no_personal_data, until)
    introduce(asked.name, events, amqp_uri(), password, url, key, until)
    return 0


def give(place: Place, name: str, events: list[str], password: str) -> None:
    from deploy.rabbitmq.subscriber import definitions
    from kernel.settings import amqp_uri

    made = definitions(name, events, password, subscriber_broker.virtual_host(amqp_uri()))
    if is_ours(place):
        subscriber_broker.give(place, name, made)
    else:
        external(subscriber_broker.keep(place, name, made))


def is_ours(place: Place) -> bool:
    """`settings` has put our own broker into the environment."""
    from cli.ports import remembered
    from kernel.settings import amqp_uri

    port = remembered(place.state).get("amqp")
    return port is not None and f"@127.0.0.1:{port}/" in amqp_uri()


def issue(client: "Client", name: str, events: list[str], personal: bool, until: datetime) -> str:
    from cli.load.client import GaveUp

    body = {
        "name": name, "role": "manager", "access": "feed", "events": events,
        "personal": personal, "expires_at": until.isoformat(timespec="seconds"),
    }  # fmt: skip
    answer = client.post(KEYS, body, uuid4().hex)
    if not answer.accepted or not answer.body["key"]:
        raise GaveUp(f"no key was issued: {answer.body.get('detail', answer.slug)}")
    return str(answer.body["key"])


def show(place: Place, asked: Namespace, client: "Client", url: str) -> int:
    from kernel.settings import amqp_uri

    keys = keys_of(client)
    queues = [key["name"] for key in keys if key["personal"]]
    for line in lines(keys, subscriber_broker.waiting(amqp_uri(), queues)):
        say(line)
    return 0


def remove(place: Place, asked: Namespace, client: "Client", url: str) -> int:
    """Its key opens nothing within a second, its user and queues are gone."""
    from deploy.rabbitmq.subscriber import may_be_called, own, user_of
    from kernel.settings import amqp_uri

    found = keys_of(client, asked.name)
    if not found or not may_be_called(asked.name):
        note(f"crm: there is no subscriber {asked.name}; ./crm subscriber list")
        return 1
    if is_ours(place):
        subscriber_broker.take(place, amqp_uri(), user_of(asked.name), own(asked.name))
    else:
        say(f"on the broker: rabbitmqctl delete_user {user_of(asked.name)}")
        subscriber_broker.delete(amqp_uri(), [asked.name])
    for key in found:
        client.post(f"{KEYS}/{key['id']}/revoke", {}, uuid4().hex)
    say(f"{asked.name} is told nothing any more")
    return 0


def keys_of(client: "Client", name: str | None = None) -> list[dict[str, Any]]:
    """Keys for the feed, and those alone: a program of the same name keeps its own."""
    return [
        key for key in client.get(KEYS)["items"]
        if key["access"] == "feed" and name in (None, key["name"])
    ]  # fmt: skip


ACTIONS: dict[str, Callable[[Place, Namespace, "Client", str], int]] = {
    "add": add,
    "list": show,
    "remove": remove,
}

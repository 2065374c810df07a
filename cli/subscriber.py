"""`./crm subscriber`: those outside who are told of events, added, renewed, listed and removed."""

import os
import secrets
from argparse import Namespace
from collections.abc import Callable
from typing import TYPE_CHECKING

from cli import subscriber_broker
from cli.place import Place
from cli.say import note, say
from cli.settings import settings
from cli.subscriber_keys import issue, keys_of, revoke
from cli.subscriber_keys import renew as another
from cli.subscriber_told import external, introduce, let_in, lines, renewed
from cli.subscriber_words import check
from cli.tasks import client as started

if TYPE_CHECKING:
    from cli.load.client import Client


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

    events, pins = listed(asked.events), listed(asked.pin)
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
    key, until = issue(client, asked.name, events, pins, not asked.no_personal_data)
    introduce(asked.name, events, amqp_uri(), password, url, key, until)
    return 0


def listed(written: str) -> list[str]:
    return [one.strip() for one in written.split(",") if one.strip()]


def renew(place: Place, asked: Namespace, client: "Client", url: str) -> int:
    """The token first, of which both are good for a while; a broker knows one password. It is told
    at once: whatever the broker does then, nobody can ask for it again."""
    from kernel.settings import amqp_uri

    found = keys_of(client, asked.name)
    if not found:
        return unknown(asked.name)
    newest = max(found, key=lambda key: str(key["at"]))
    key, until = another(client, newest["id"], asked.overlap)
    renewed(asked.name, key, until, asked.overlap)
    if asked.broker and newest["personal"]:
        password = secrets.token_urlsafe(24)
        give(place, asked.name, newest["events"], password)
        let_in(asked.name, amqp_uri(), password)
    elif asked.broker:
        say("It is told of no persons, so there is no queue, nor a password on the broker.")
    return 0


def unknown(name: str) -> int:
    note(f"crm: there is no subscriber {name}; ./crm subscriber list")
    return 1


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
        return unknown(asked.name)
    if is_ours(place):
        subscriber_broker.take(place, amqp_uri(), user_of(asked.name), own(asked.name))
    else:
        say(f"on the broker: rabbitmqctl delete_user {user_of(asked.name)}")
        subscriber_broker.delete(amqp_uri(), [asked.name])
    for key in found:
        revoke(client, key["id"])
    say(f"{asked.name} is told nothing any more")
    return 0


ACTIONS: dict[str, Callable[[Place, Namespace, "Client", str], int]] = {
    "add": add,
    "renew": renew,
    "list": show,
    "remove": remove,
}

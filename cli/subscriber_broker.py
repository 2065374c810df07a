"""A subscriber's user and queue on the broker: made and taken away by rabbitmqctl."""

import json
import os
import re
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from cli import broker
from cli.place import Place
from cli.ports import remembered

RABBITMQCTL = Path("/usr/lib/rabbitmq/bin/rabbitmqctl")  # not the wrapper that demands root
SECONDS = 120  # each call starts a virtual machine, which takes a minute where all else is busy


class Failed(Exception):
    """What rabbitmqctl said."""


def give(place: Place, name: str, made: Mapping[str, Any]) -> None:
    """Imports the definitions; what was there under these names is changed to them."""
    path = place.made().folder / f"subscriber-{name}.json"
    path.touch(mode=0o600)
    path.write_text(json.dumps(made, indent=2))
    try:
        control(place, "import_definitions", str(path))
    finally:
        path.unlink()


def keep(place: Place, name: str, made: Mapping[str, Any]) -> Path:
    """For the administrator of a broker that is not ours."""
    path = place.made().folder / f"subscriber-{name}.json"
    path.touch(mode=0o600)
    path.write_text(json.dumps(made, indent=2))
    return path


def take(place: Place, uri: str, user: str, own: str) -> None:
    """The user first: nobody declares a queue again that is about to go."""
    users = [row["user"] for row in listed(place, "list_users")]
    if user in users:
        control(place, "delete_user", user)
    vhost = virtual_host(uri)
    names = [row["name"] for row in listed(place, "list_queues", "-p", vhost, "name")]
    delete(uri, [name for name in names if re.fullmatch(own, name)])


def listed(place: Place, *command: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads(control(place, *command, "--formatter", "json"))
    return rows


def control(place: Place, *command: str) -> str:
    settings = broker.settings(place.folder / "broker", remembered(place.state))
    try:
        done = subprocess.run(
            [RABBITMQCTL, "--quiet", *command],
            env={**os.environ, **settings}, capture_output=True, text=True, timeout=SECONDS,
            check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        raise Failed(f"rabbitmqctl {command[0]} took over {SECONDS} s: do it again") from None
    if done.returncode:
        raise Failed(" ".join((done.stderr or done.stdout).split()))
    return done.stdout


def virtual_host(uri: str) -> str:
    from kernel.broker import parameters

    return str(parameters(uri)["virtual_host"])


def delete(uri: str, queues: Sequence[str]) -> None:
    from kernel.broker import connect

    with connect(uri) as connection, connection.channel() as channel:
        for queue in queues:
            channel.queue_delete(queue)


def waiting(uri: str, queues: Sequence[str]) -> dict[str, int]:
    """Messages in each of the queues that are there."""
    from amqp.exceptions import NotFound

    from kernel.broker import connect

    found = {}
    with connect(uri) as connection:
        for queue in queues:
            try:
                with connection.channel() as probe:  # a miss closes it
                    found[queue] = int(probe.queue_declare(queue, passive=True).message_count)
            except NotFound:
                continue
    return found

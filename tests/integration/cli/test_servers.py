"""Private servers: side by side, stopped whole, and with their data the next day."""

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pika
import pytest
from pymongo import MongoClient

from cli.pid import Pid
from cli.place import ROOT, Place
from cli.ports import remember, remembered
from cli.running import read
from cli.up import servers
from tests.integration.cli.probes import eventually

UP = "import sys; from cli.main import *; from cli.up import *; from cli.stack import Wish; "
FOREGROUND = UP + "place = here(); stay(start(place, Wish(processes=False), attached=True))"


@pytest.fixture(autouse=True)
def _our_own_servers(monkeypatch: pytest.MonkeyPatch) -> None:
    """The servers of the other tests are not the ones under test here."""
    for name in ("AMQP_URI", "MONGO_URI"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def places(tmp_path: Path) -> tuple[Place, Place]:
    return Place(tmp_path / "one"), Place(tmp_path / "two")


def pids(place: Place) -> dict[str, Pid]:
    found = read(place)
    assert found
    return found.pids()


def keep(settings: dict[str, str], text: str) -> None:
    """A document, and a message in a durable queue."""
    with MongoClient[Any](settings["MONGO_URI"]) as mongo:
        mongo.kept.notes.insert_one({"text": text})
    with queue(settings) as channel:
        channel.queue_declare("kept", durable=True)
        channel.basic_publish("", "kept", text, pika.BasicProperties(delivery_mode=2))


def kept(settings: dict[str, str]) -> tuple[list[str], list[str]]:
    with MongoClient[Any](settings["MONGO_URI"]) as mongo:
        documents = [note["text"] for note in mongo.kept.notes.find()]
    with queue(settings) as channel:
        channel.queue_declare("kept", durable=True)
        messages = []
        while (got := channel.basic_get("kept"))[0]:  # not acknowledged: it stays
            messages.append(got[2].decode())
    return documents, messages


def queue(settings: dict[str, str]) -> Any:
    stack = ExitStack()
    connection = pika.BlockingConnection(pika.URLParameters(settings["AMQP_URI"]))
    stack.callback(connection.close)

    class Closing:
        def __enter__(self) -> Any:
            channel = connection.channel()
            channel.confirm_delivery()
            return channel

        def __exit__(self, *_: object) -> None:
            stack.close()

    return Closing()


def test_two_places_run_side_by_side_and_share_nothing(places: tuple[Place, Place]) -> None:
    one, two = places
    with servers(one) as first:
        with servers(two) as second:
            keep(first, "of one")
            assert kept(first) == (["of one"], ["of one"])
            assert kept(second) == ([], [])
            ours, theirs = pids(one), pids(two)
            assert not set(ours.values()) & set(theirs.values())
        assert not any(pid.alive() for pid in theirs.values())
        assert all(pid.alive() for pid in ours.values())
        assert kept(first) == (["of one"], ["of one"])
    with servers(one) as again:
        assert again == first
        assert kept(again) == (["of one"], ["of one"])


def test_data_survives_a_port_that_somebody_else_has_taken(places: tuple[Place, Place]) -> None:
    place, _ = places
    with servers(place) as first:
        keep(first, "kept")
    before = remembered(place.state)
    with ExitStack() as taken:
        for name in ("amqp", "mongo", "epmd"):
            taken.enter_context(socket.create_server(("127.0.0.1", before[name])))
        with servers(place) as moved:
            assert moved["MONGO_URI"] != first["MONGO_URI"]
            assert moved["AMQP_URI"] != first["AMQP_URI"]
            assert kept(moved) == (["kept"], ["kept"])


def test_ctrl_c_stops_all_that_was_started_and_nothing_else(places: tuple[Place, Place]) -> None:
    mine, other = places
    with servers(other), foreground(mine) as process:
        started = eventually(lambda: all_started(mine), 60)
        eventually(lambda: b"ready after" in (mine.folder / "output").read_bytes(), 60)
        process.send_signal(signal.SIGINT)
        assert process.wait(60) == 0
        assert not any(pid.alive() for pid in started.values())
        assert len(pids(other)) == 3
        remember(other.state, remembered(other.state))


def all_started(place: Place) -> dict[str, Pid]:
    try:
        found = json.loads(place.status.read_text())
    except OSError:
        return {}
    names = {"supervisor": found["supervisor"]}
    names |= {name: child["pid"] for name, child in found["children"].items() if child["pid"]}
    return {name: Pid.from_json(pid) for name, pid in names.items()} if len(names) == 4 else {}


def foreground(place: Place) -> "subprocess.Popen[bytes]":
    """`up` as typed at a terminal, with the servers alone."""
    place.made()
    with (place.folder / "output").open("wb") as output:
        return subprocess.Popen(
            [sys.executable, "-c", FOREGROUND],
            cwd=ROOT,
            env={**os.environ, "GUANXI_RUN_DIR": str(place.folder)},
            stdout=output,
            start_new_session=True,
        )


def test_nobody_else_may_use_our_broker(places: tuple[Place, Place]) -> None:
    place, _ = places
    with servers(place) as settings:
        guest = settings["AMQP_URI"].replace("guanxi:", "guest:")
        with pytest.raises(pika.exceptions.AMQPConnectionError):
            pika.BlockingConnection(pika.URLParameters(guest))


@pytest.fixture(autouse=True)
def _nothing_stays(places: tuple[Place, Place]) -> Iterator[None]:
    yield
    for place in places:
        if place.status.exists():
            assert not pids(place)

"""Private servers: side by side, stopped whole, and with their data the next day."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from socketserver import BaseRequestHandler, TCPServer
from threading import Thread
from typing import Any

import pika
import pytest
from pymongo import MongoClient

from cli.pid import Pid
from cli.place import ROOT, Place
from cli.ports import remembered
from cli.running import read, running
from cli.settings import settings
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


def keep(to: dict[str, str], text: str) -> None:
    """A document, and a message in a durable queue."""
    with MongoClient[Any](to["MONGO_URI"]) as mongo:
        mongo.kept.notes.insert_one({"text": text})
    with queue(to) as channel:
        channel.queue_declare("kept", durable=True)
        channel.basic_publish("", "kept", text, pika.BasicProperties(delivery_mode=2))


def kept(to: dict[str, str]) -> tuple[list[str], list[str]]:
    with MongoClient[Any](to["MONGO_URI"]) as mongo:
        documents = [note["text"] for note in mongo.kept.notes.find()]
    with queue(to) as channel:
        channel.queue_declare("kept", durable=True)
        messages = []
        while (got := channel.basic_get("kept"))[0]:  # not acknowledged: it stays
            messages.append(got[2].decode())
    return documents, messages


@contextmanager
def queue(to: dict[str, str]) -> Iterator[Any]:
    connection = pika.BlockingConnection(pika.URLParameters(to["AMQP_URI"]))
    try:
        channel = connection.channel()
        channel.confirm_delivery()
        yield channel
    finally:
        connection.close()


def test_two_places_share_nothing_and_ctrl_c_in_one_leaves_the_other_alone(
    places: tuple[Place, Place],
) -> None:
    one, two = places
    with servers(two) as theirs, foreground(one) as process:
        eventually(lambda: b"ready after" in (one.folder / "output").read_bytes(), 90)
        ours, started = settings(one, {}), all_started(one)
        keep(ours, "of one")
        assert kept(ours) == (["of one"], ["of one"])
        assert kept(theirs) == ([], [])
        assert not set(started.values()) & set(all_started(two).values())
        nobody_else_is_let_in(ours)

        process.send_signal(signal.SIGINT)
        assert process.wait(60) == 0
        assert [name for name, pid in started.items() if pid.alive()] == []
        assert all(pid.alive() for pid in all_started(two).values())
        assert kept(theirs) == ([], [])
    with servers(one) as again:
        assert again["MONGO_URI"] == ours["MONGO_URI"]
        assert kept(again) == (["of one"], ["of one"])


def test_ctrl_c_while_it_starts_leaves_nothing_behind(places: tuple[Place, Place]) -> None:
    place, _ = places
    with foreground(place) as process:
        eventually(lambda: b"starting" in (place.folder / "output").read_bytes())
        process.send_signal(signal.SIGINT)
        assert process.wait(60) != 0
    assert running(place) is None


def nobody_else_is_let_in(ours: dict[str, str]) -> None:
    guest = ours["AMQP_URI"].replace("guanxi:", "guest:")
    with pytest.raises(pika.exceptions.AMQPConnectionError):
        pika.BlockingConnection(pika.URLParameters(guest))


@contextmanager
def somebody_else(port: int) -> Iterator[None]:
    """A server of no use to us: it hangs up at once."""
    with Stranger(("127.0.0.1", port), BaseRequestHandler) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield
        finally:
            server.shutdown()
            thread.join()


class Stranger(TCPServer):
    allow_reuse_address = True


def test_data_survives_a_port_that_somebody_else_has_taken(places: tuple[Place, Place]) -> None:
    place, _ = places
    with servers(place) as first:
        keep(first, "kept")
    before = remembered(place.state)
    with ExitStack() as taken:
        for name in ("amqp", "mongo", "epmd"):
            taken.enter_context(somebody_else(before[name]))
        with servers(place) as moved:
            assert moved["MONGO_URI"] != first["MONGO_URI"]
            assert moved["AMQP_URI"] != first["AMQP_URI"]
            assert kept(moved) == (["kept"], ["kept"])


def all_started(place: Place) -> dict[str, Pid]:
    found = read(place)
    assert found
    assert set(found.pids()) == {"epmd", "broker", "mongo"}
    return {"supervisor": found.supervisor, **found.pids()}


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


@pytest.fixture(autouse=True)
def _nothing_stays(places: tuple[Place, Place]) -> Iterator[None]:
    yield
    for place in places:
        if place.status.exists():
            found = read(place)
            assert found
            assert not found.pids()

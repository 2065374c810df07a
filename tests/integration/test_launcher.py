"""Every kind of process through the launcher: how it starts, waits, fails and ends."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from uuid import uuid4

import pytest

from kernel.database import connect
from kernel.settings import amqp_uri, database_name, mongo_uri
from tests.integration.chassis.processes import MODULE, Process, eventually
from tests.integration.tcp_proxy import TcpProxy


@pytest.fixture
def prefix(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Databases of our own, in this process and those it starts."""
    prefix = f"test_{uuid4().hex[:8]}"
    monkeypatch.setenv("GUANXI_PREFIX", prefix)
    yield prefix
    client = connect()
    for name in client.list_database_names():
        if name.startswith(prefix):
            client.drop_database(name)
    client.close()


def python(code: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-W", "error::DeprecationWarning", "-c", code],
        capture_output=True, text=True, check=False, timeout=30,
    )  # fmt: skip


def run(*arguments: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "kernel.run", *arguments], env=os.environ | environment,
        capture_output=True, text=True, check=False, timeout=30,
    )  # fmt: skip


def test_a_green_process_is_patched_before_anything_else_and_says_nothing_about_it() -> None:
    done = python(
        "from kernel.nameko.green import patch; patch();"
        "import kernel.nameko.serving, eventlet, socket, threading, os;"
        "assert eventlet.patcher.is_monkey_patched('socket');"
        "assert 'green' in socket.socket.__module__, socket.socket;"
        "assert os.environ['EVENTLET_NO_GREENDNS'] == 'yes'"
    )
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("early", ["pymongo", "kombu", "logging"])
def test_a_process_that_would_be_patched_too_late_does_not_start(early: str) -> None:
    done = python(f"import {early}; from kernel.nameko.green import patch; patch()")
    assert done.returncode == 1
    assert f"too late: {early}" in done.stderr


def test_plain_processes_have_no_greenlets_in_them() -> None:
    done = python(
        "import kernel.run, kernel.plain, sys;"
        "found = [n for n in ('eventlet', 'nameko', 'services', 'gateway') if n in sys.modules];"
        "assert not found, found"
    )
    assert done.stderr == ""


def test_importing_the_door_to_nameko_loads_nothing_behind_it() -> None:
    done = python(
        "import kernel.nameko, sys;"
        "assert not {'nameko', 'eventlet', 'pymongo'} & set(sys.modules);"
        "from kernel.nameko import rpc"
    )
    assert "AttributeError" not in done.stderr


def test_a_service_waits_for_servers_that_come_later() -> None:
    with TcpProxy(amqp_uri()) as broker, TcpProxy(alone(mongo_uri())) as database:
        broker.stall()
        database.stall()
        name = f"chassis-{uuid4().hex[:8]}"
        process = Process(
            "service", name, "--module", MODULE,
            CHASSIS_NAME=name, AMQP_URI=broker.uri, MONGO_URI=database.uri.replace("//@", "//"),
        )  # fmt: skip
        try:
            assert eventually(lambda: process.ask("/livez")[0] == 200)
            assert process.ask("/readyz")[0] == 503
            assert eventually(lambda: "not there yet" in process.log)
            database.resume()
            broker.resume()
            assert eventually(lambda: process.ask("/readyz")[0] == 200, timeout=10)
        finally:
            process.end()


def alone(uri: str) -> str:
    """A replica set would name addresses that are not led through a proxy."""
    return f"{uri.partition('?')[0]}?directConnection=true"


@pytest.mark.parametrize(
    "arguments",
    [("service", "customer"), ("relay", "customer"), ("projector", "lists"), ("gateway",)],
    ids=lambda arguments: arguments[0],
)
def test_sigterm_ends_every_kind_of_process_in_time_and_with_0(
    arguments: tuple[str, ...], prefix: str
) -> None:
    port = ("--port", "0") if arguments == ("gateway",) else ()
    process = Process(*arguments, *port)
    try:
        assert eventually(lambda: process.ask("/livez")[0] == 200), process.log
        assert eventually(lambda: "started" not in process.ask("/readyz")[1]), process.log
        process.signal(signal.SIGTERM)
        assert process.wait(10) == 0, process.log
    finally:
        process.end()


def test_sigterm_ends_a_process_that_still_waits_for_its_servers() -> None:
    process = Process("relay", "customer", AMQP_URI="amqp://guest:guest@127.0.0.1:1/")
    try:
        assert eventually(lambda: "not there yet" in process.log)
        process.signal(signal.SIGTERM)
        assert process.wait(10) == 0
    finally:
        process.end()


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (("service", "nope"), "services.nope"),
        (
            ("projector", "nope"),
            "no group 'nope'; there are: activity.deals, activity.people, "
            "activity.reminders, customer.people, customer.returns, lists, pipeline.handovers, "
            "pipeline.owners, reports",
        ),
        (("rebuild", "nope"), "no group 'nope'"),
        (("service", "other-name", "--module", MODULE), "no service class with the name other"),
    ],
)
def test_a_name_that_is_none_is_said_to_be_none(arguments: tuple[str, ...], named: str) -> None:
    done = run(*arguments, CHASSIS_NAME="chassis")
    assert done.returncode == 1
    assert named in done.stderr


def test_a_missing_name_is_a_usage_error() -> None:
    done = run("service")
    assert done.returncode == 2
    assert "which service?" in done.stderr


@pytest.mark.parametrize("kind", ["service", "relay"])
def test_a_missing_setting_is_named(kind: str) -> None:
    done = run(kind, "customer", AMQP_URI="")
    assert done.returncode == 1
    assert "AMQP_URI is not set" in done.stderr


def test_lag_shows_each_log_its_relay_and_its_followers(prefix: str) -> None:
    client = connect()
    client[database_name("customer")]["log"].insert_many(
        [{"_id": 1, "events": [{}, {}]}, {"_id": 3, "events": [{}]}]
    )
    client[database_name("customer")]["cursors"].insert_one({"_id": "relay", "position": 2})
    analytics = client[database_name("analytics")]
    analytics["checkpoints"].insert_many(
        [
            {"_id": "lists.g1", "positions": {"customer": 3}, "rev": 9},
            {"_id": "lists.g2", "positions": {"customer": 1}, "rev": 1},
        ]
    )
    analytics["generations"].insert_one({"_id": "lists", "live": 2})
    client.close()
    found = [line.split() for line in run("lag").stdout.splitlines()[1:]]
    assert ["log", "customer", "3", "0"] in found
    assert ["relay", "customer", "2", "1", "0"] in found
    assert ["analytics.lists", "customer", "1", "2", "0"] in found
    assert ["pipeline.reactions", "customer", "0", "3", "0"] in found  # it has not begun


def test_a_projector_that_rebuilds_is_alive_and_not_ready(prefix: str) -> None:
    """The services whose feeds it needs do not run, so it stays at it."""
    client = connect()
    client[database_name("analytics")]["checkpoints"].insert_one(
        {"_id": "lists.g1", "positions": {"customer": 3}, "rev": 9, "projections": ["timeline"]}
    )
    client.close()
    process = Process("projector", "lists")
    try:
        assert eventually(lambda: "built anew" in str(process.ask("/readyz")[1]))
        assert process.ask("/readyz")[0] == 503
        assert process.ask("/livez")[0] == 200
        assert "guanxi_database_answers" in process.ask("/metrics")[1]
    finally:
        process.end()

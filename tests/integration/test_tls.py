"""A broker and a database that speak TLS alone, and everything that speaks to them."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from amqp import AMQPError
from pymongo import timeout
from pymongo.errors import PyMongoError

from cli.place import Place
from cli.tls import Tls
from cli.up import servers
from deploy.certificates import kept
from kernel import broker, database
from kernel.context import Context
from kernel.pika_parameters import parameters as pika_parameters
from kernel.relay_status import relay_status
from kernel.rpc import RpcClient
from kernel.subscribed_queue import connection_to
from tests.integration.chassis.processes import Process, eventually
from tests.integration.tls import Files

MODULE = "tests.integration.chassis.tally"


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    return Place(tmp_path_factory.mktemp("secure"))


@pytest.fixture(scope="module")
def settings(place: Place) -> Iterator[dict[str, str]]:
    """Of real servers, as `./crm up --tls` starts them; those of other tests speak in plain."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("AMQP_URI", "MONGO_URI"):
            patch.delenv(name, raising=False)
        with servers(place, tls=True) as started:
            yield started


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Files:
    return Files(tmp_path_factory.mktemp("others"))


@contextmanager
def running(*arguments: str, **environment: str) -> Iterator[Process]:
    process = Process(*arguments, **environment)
    try:
        yield process.ready()
    finally:
        process.end()


def test_log_relay_subscription_reaction_and_call_go_over_tls(settings: dict[str, str]) -> None:
    name = f"tally-{uuid4().hex[:8]}"
    known = {uri: settings[uri] for uri in ("AMQP_URI", "MONGO_URI")}
    with (
        running("service", name, "--module", MODULE, CHASSIS_NAME=name, **known),
        running("relay", name, **known),
        closing(RpcClient(known["AMQP_URI"])) as client,
        database.connect(known["MONGO_URI"]) as mongo,
    ):
        call = Context(actor="ann", fingerprint="f", command_id=uuid4().hex)
        client.call(name, "count", {"name": "one"}, call)

        def both() -> Any:
            row = client.call(name, "row", {"name": "one"}, call)
            return row and row.get("Counted") == row.get("Echoed") == 1

        assert eventually(both)
        own = database.service_database(mongo, name)
        assert eventually(lambda: relay_status(own).get("position") == 2)


def test_one_connection_is_read_and_written_at_once(settings: dict[str, str]) -> None:
    """Many threads, answers and requests of several TLS records each: nothing is mixed up."""
    name = f"chassis-{uuid4().hex[:8]}"
    known = {uri: settings[uri] for uri in ("AMQP_URI", "MONGO_URI")}
    with (
        running(
            "service", name, "--module", "tests.integration.chassis.service",
            CHASSIS_NAME=name, GUANXI_WORKERS="8", **known,
        ),
        closing(RpcClient(known["AMQP_URI"])) as client,
    ):  # fmt: skip

        def echoed(number: int) -> bool:
            value = f"{number}:" + "x" * (20_000 * (number % 5))
            answer = client.call(name, "echo", {"value": value}, Context(actor="ann"), 10.0)
            return bool(answer == value)

        with ThreadPoolExecutor(8) as pool:
            assert all(pool.map(echoed, range(400)))


def test_a_client_may_show_a_certificate_and_a_foreign_one_is_refused(
    settings: dict[str, str], place: Place, files: Files
) -> None:
    ours = files.pair(kept(place.tls), "ours", "a client")
    theirs = files.pair(files.other, "theirs", "a client")
    shown = f"{settings['AMQP_URI']}&certfile={ours[0]}&keyfile={ours[1]}"
    broker.connect(shown).close()
    with pytest.raises((OSError, AMQPError)):
        broker.connect(f"{settings['AMQP_URI']}&certfile={theirs[0]}&keyfile={theirs[1]}")

    pinged(f"{settings['MONGO_URI']}&tlsCertificateKeyFile={ours[0]}")
    with pytest.raises(PyMongoError):
        pinged(f"{settings['MONGO_URI']}&tlsCertificateKeyFile={theirs[0]}")


def test_who_is_believed_by_another_authority_is_not_by_ours(
    settings: dict[str, str], place: Place, files: Files
) -> None:
    amqp, mongo = (
        settings[name].replace(tail(Tls(place.tls).ca), tail(files.other_ca))
        for name in ("AMQP_URI", "MONGO_URI")
    )
    with pytest.raises(OSError, match="certificate verify failed"):
        broker.connect(amqp)
    with pytest.raises(OSError, match="certificate verify failed"):
        connection_to(amqp).transport.establish_connection()
    with pytest.raises(PyMongoError, match="certificate verify failed"):
        pinged(mongo)
    assert pika_parameters(amqp, "x", 1).ssl_options.context.get_ca_certs() != (
        pika_parameters(settings["AMQP_URI"], "x", 1).ssl_options.context.get_ca_certs()
    )


def test_who_speaks_in_plain_is_not_answered(settings: dict[str, str]) -> None:
    with pytest.raises((OSError, AMQPError)):
        broker.connect(settings["AMQP_URI"].replace("amqps:", "amqp:").partition("?")[0])
    with pytest.raises(PyMongoError):
        pinged(settings["MONGO_URI"].partition("&tls=")[0])


def test_keys_are_their_owners_alone(settings: dict[str, str], place: Place) -> None:
    private = [file for file in place.tls.iterdir() if b"PRIVATE" in file.read_bytes()]
    assert {file.name for file in private} == {"ca-key.pem", "server-key.pem", "server-both.pem"}
    assert {file.stat().st_mode & 0o077 for file in private} == {0}
    assert place.tls.stat().st_mode & 0o077 == 0


def pinged(uri: str) -> None:
    with database.connect(uri) as client, timeout(0.8):
        client.admin.command("ping")


def tail(file: Path) -> str:
    """A path as it stands in a URI."""
    return str(file).replace("/", "%2F")

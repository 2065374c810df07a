"""Each kind of client, before a server whose certificate is not what it should be.

The server is one of this test: what it shows is its business, and it hears whether anybody told it
anything. Real ones refuse to start with some of these certificates.
"""

import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Thread
from typing import Any

import pika
import pytest
from pymongo import timeout

from cli.load.transport import connect as http
from examples.erp import feed as erp_feed
from examples.erp import subscriber as erp
from kernel import broker, database
from kernel.link import Link
from kernel.pika_parameters import parameters as pika_parameters
from kernel.rpc import RpcClient
from kernel.subscribed_queue import connection_to
from kernel.topology import Topology
from tests.integration.tls import HERE, Files

SECONDS = 1.0


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Files:
    return Files(tmp_path_factory.mktemp("tls"))


class Server:
    """Shakes hands with everybody and hangs up on the first that they say; `heard` has it."""

    def __init__(self, certificate: Path, key: Path) -> None:
        self.context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        self.context.load_cert_chain(certificate, key)
        self.heard = b""
        self.listener = socket.create_server((HERE, 0))
        self.port: int = self.listener.getsockname()[1]
        Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        with suppress(OSError):
            while True:
                plain, _ = self.listener.accept()
                plain.settimeout(SECONDS)
                with suppress(OSError), plain:
                    secure = self.context.wrap_socket(plain, server_side=True)
                    self.heard += secure.recv(4096)
                    secure.close()


@contextmanager
def server(pair: tuple[Path, Path]) -> Iterator[Server]:
    made = Server(*pair)
    try:
        yield made
    finally:
        made.listener.close()


def amqp(port: int, ca: Path) -> str:
    return f"amqps://u:p@{HERE}:{port}/%2F?cacertfile={ca}"


def by_amqp(port: int, ca: Path) -> None:
    broker.connect(amqp(port, ca))


def by_kombu(port: int, ca: Path) -> None:
    connection_to(amqp(port, ca)).transport.establish_connection()  # without trying again


def by_link(port: int, ca: Path) -> None:
    """What a relay publishes through."""
    Link(amqp(port, ca), "test", Topology("test"), lambda _: None).open()


def by_pika(port: int, ca: Path) -> None:
    pika.BlockingConnection(pika_parameters(amqp(port, ca), "test", SECONDS))


def by_mongo(port: int, ca: Path) -> None:
    uri = f"mongodb://{HERE}:{port}/?directConnection=true&tls=true&tlsCAFile={ca}"
    with database.connect(uri) as client, timeout(0.5):
        client.admin.command("ping")


def by_erp_queue(port: int, ca: Path) -> None:
    pika.BlockingConnection(erp.parameters(f"amqps://u:p@{HERE}:{port}/%2F", str(ca)))


def by_erp_feed(port: int, ca: Path) -> None:
    feed = erp_feed.Feed(f"https://{HERE}:{port}/v1/events", "token", {"customer": []}, 1, str(ca))
    feed.page("customer", 0)


def by_http(port: int, ca: Path) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SSL_CERT_FILE", str(ca))
        http(f"https://{HERE}:{port}", "token", 1)("GET", "/", None, {})


CLIENTS: list[Callable[[int, Path], None]] = [
    by_amqp, by_kombu, by_link, by_pika, by_mongo, by_erp_queue, by_erp_feed, by_http,
]  # fmt: skip


@pytest.mark.parametrize("client", CLIENTS)
@pytest.mark.parametrize("wrong", ["of another authority", "expired", "for another host"])
def test_nobody_says_a_word_to_a_server_it_cannot_believe(
    client: Callable[[int, Path], None], wrong: str, files: Files
) -> None:
    with server(files.bad()[wrong]) as found:
        with pytest.raises(Exception, match=r"(?i)certificate.verify.failed"):
            client(found.port, files.ca)
        assert found.heard == b""


@pytest.mark.parametrize("client", CLIENTS)
def test_the_same_server_with_a_good_certificate_is_spoken_to(
    client: Callable[[int, Path], None], files: Files
) -> None:
    """So what was refused above was the certificate."""
    with server(files.good) as found:
        with pytest.raises(Exception) as broken:  # noqa: PT011
            client(found.port, files.ca)
        assert found.heard
        assert "certificate" not in str(broken.value).lower()


def test_a_call_to_a_broker_one_cannot_believe_is_not_sent(files: Files) -> None:
    with server(files.bad()["expired"]) as found:
        client: Any = RpcClient(amqp(found.port, files.ca))
        try:
            assert client._link.tried.wait(10)
            assert not client.connected
        finally:
            client.close()
        assert found.heard == b""

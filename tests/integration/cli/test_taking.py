"""A real broker is asked to keep a message: what it, its absence and its silence are taken for."""

import time
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from cli import taking
from cli.ports import free_port
from cli.taking import TAKEN, UNKNOWN, UNTAKEN, question
from kernel.settings import amqp_uri
from tests.integration.tcp_proxy import TcpProxy


@pytest.fixture(autouse=True)
def room(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the disk here has left."""
    monkeypatch.setattr(taking, "room", lambda disk: taking.ROOM)


def ask(uri: str, seconds: float = 5.0) -> str:
    return question(uri, urlsplit(uri).netloc.rpartition("@")[2], Path("/"), seconds)()


def test_a_broker_that_is_well_keeps_one_message_after_the_other() -> None:
    assert [ask(amqp_uri()) for _ in range(3)] == [TAKEN] * 3


def test_of_one_that_is_away_or_lets_nobody_in_nothing_is_known() -> None:
    assert ask(f"amqp://guest:guest@127.0.0.1:{free_port()}/%2F") == UNKNOWN
    address = urlsplit(amqp_uri()).netloc.rpartition("@")[2]
    assert ask(f"amqp://nobody:wrong@{address}/%2F") == UNKNOWN


def test_of_one_that_hangs_nothing_is_known() -> None:
    with TcpProxy(amqp_uri()) as proxy:
        proxy.stall()
        assert ask(proxy.uri) == UNKNOWN


def test_one_that_lets_us_in_and_confirms_nothing_has_not_taken_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    keep = taking.keep
    with TcpProxy(amqp_uri()) as proxy:

        def silent(connection: object, seconds: float) -> None:
            proxy.stall()
            keep(connection, seconds)

        monkeypatch.setattr(taking, "keep", silent)
        began = time.monotonic()
        assert ask(proxy.uri, seconds=0.5) == UNTAKEN
        assert time.monotonic() - began < 5

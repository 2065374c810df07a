"""Each harm that the fault proxy can do, seen from both ends of a connection."""

import json
import os
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from cli.pid import Pid
from cli.ports import free_port
from tests.chaos.links import Links

HERE = "these tests"


@pytest.fixture(scope="module")
def echo() -> Iterator[int]:
    """A server that says everything again."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        threading.Thread(target=serve, args=(server,), daemon=True).start()
        yield server.getsockname()[1]
        server.shutdown(socket.SHUT_RDWR)


def serve(server: socket.socket) -> None:
    while True:
        try:
            client, _ = server.accept()
        except OSError:
            return
        threading.Thread(target=say_again, args=(client,), daemon=True).start()


def say_again(client: socket.socket) -> None:
    with client:
        try:
            while data := client.recv(4096):
                client.sendall(data)
        except OSError:
            pass


@pytest.fixture(scope="module")
def links(echo: int, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Links]:
    folder = tmp_path_factory.mktemp("proxy")
    status = folder / "status.json"
    status.write_text(json.dumps({"children": {HERE: {"pid": Pid.of(os.getpid()).to_json()}}}))
    made = Links(status, {"line": (free_port(), echo)}, Path(folder / "proxy.log"))
    yield made
    made.close()


@pytest.fixture
def talk(links: Links) -> Iterator[socket.socket]:
    """A connection through the proxy that works; healed again after the test."""
    with connected(links) as link:
        assert says(link, b"first") == b"first"
        yield link
    links.heal("line")


def connected(links: Links) -> socket.socket:
    port = int(links.process.args[-1].split(":")[1])  # type: ignore[union-attr, index]
    link = socket.create_connection(("127.0.0.1", port))
    link.settimeout(5)
    return link


def says(link: socket.socket, text: bytes) -> bytes:
    link.sendall(text)
    heard = b""
    while len(heard) < len(text) and (more := link.recv(4096)):
        heard += more
    return heard


def silent(link: socket.socket) -> bool:
    link.settimeout(0.4)
    try:
        return link.recv(1) == b"?"
    except TimeoutError:
        return True
    finally:
        link.settimeout(5)


def test_without_harm_a_goodbye_is_a_goodbye(links, talk):
    talk.shutdown(socket.SHUT_WR)
    assert talk.recv(1) == b""


def test_a_black_hole_keeps_everything_until_it_is_healed(links, talk):
    links.harm("line", "blackhole")
    talk.sendall(b"hello")
    assert silent(talk)
    links.heal("line")
    assert talk.recv(5) == b"hello"


def test_a_reset_ends_what_is_open_and_what_comes(links, talk):
    links.harm("line", "reset")
    with pytest.raises(ConnectionError):
        says(talk, b"hello") or raise_closed()
    with pytest.raises(ConnectionError), connected(links) as another:
        says(another, b"hello") or raise_closed()
    links.heal("line")
    with connected(links) as another:
        assert says(another, b"hello") == b"hello"


def raise_closed() -> None:
    raise ConnectionResetError


def test_a_half_open_end_says_nothing_and_is_reset_when_healed(links, talk):
    links.harm("line", "half-open")
    talk.sendall(b"hello")
    assert silent(talk)
    with connected(links) as another:
        assert says(another, b"new ones work") == b"new ones work"
    links.heal("line")
    with pytest.raises(ConnectionError):
        talk.recv(1) or raise_closed()


def test_to_the_deaf_questions_go_and_answers_do_not_come_back(links, talk):
    links.harm("line", "deaf")
    talk.sendall(b"hello")
    assert silent(talk)
    links.heal("line")
    with pytest.raises(ConnectionError):
        talk.recv(1) or raise_closed()


def test_a_cut_comes_after_so_many_bytes(links, talk):
    links.harm("line", "cut", 100)
    assert says(talk, b"x" * 40) == b"x" * 40  # there and back: 80
    with pytest.raises(ConnectionError):
        says(talk, b"x" * 40) or raise_closed()


def test_drips_and_latency_are_slow_and_lose_nothing(links, talk):
    for kind, amount in (("drip", 0.0), ("latency", 0.05)):
        links.harm("line", kind, amount)
        assert says(talk, b"slowly" * 50) == b"slowly" * 50


def test_harm_is_done_to_those_alone_who_are_named(links, talk):
    links.harm("line", "blackhole", owners=["somebody else"])
    assert says(talk, b"hello") == b"hello"
    links.harm("line", "blackhole", owners=["somebody else", HERE])
    talk.sendall(b"hello")
    assert silent(talk)

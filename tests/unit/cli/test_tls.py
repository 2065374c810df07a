"""When the local system speaks TLS, and how its broker is greeted then."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Thread

from cli import broker, database
from cli.greeting import speaks
from cli.place import Place
from cli.tls import HOSTS, known, trusting, wished
from deploy.certificates import keep, kept

PORTS = {"amqp": 5671, "mongo": 27017}


def test_it_is_asked_for_once_and_stays_until_it_is_not_wanted(tmp_path: Path) -> None:
    place = Place(tmp_path).made()
    assert wished(place, None) is None
    assert trusting(place) == {}
    made = wished(place, True)
    assert made == wished(place, None) == known(place)
    assert trusting(place) == {"SSL_CERT_FILE": str(tmp_path / "tls" / "ca.pem")}
    assert wished(place, False) is None
    assert wished(place, None) is None


def test_addresses_say_it_and_nothing_listens_in_plain(tmp_path: Path) -> None:
    place = Place(tmp_path).made()
    plain = broker.uri(place, PORTS), database.uri(PORTS, known(place))
    assert [uri.partition(":")[0] for uri in plain] == ["amqp", "mongodb"]
    assert "tls" not in plain[1]
    made = wished(place, True)
    assert broker.uri(place, PORTS).startswith("amqps://")
    assert database.uri(PORTS, made).endswith("%2Ftls%2Fca.pem")
    assert "listeners.tcp = none" in broker.listening(5671, made)
    assert made
    assert "requireTLS" in database.only_with(made)


def test_a_certificate_is_renewed_two_months_before_its_end(tmp_path: Path) -> None:
    place = Place(tmp_path).made()
    made = wished(place, True)
    assert made
    first = made.both.read_bytes()
    wished(place, None)
    assert made.both.read_bytes() == first
    soon = datetime.now(UTC) + timedelta(days=59)
    keep(made.both, b"".join(kept(made.folder).issue(HOSTS, soon)))
    ca = made.ca.read_bytes()
    wished(place, None)
    assert made.both.read_bytes().startswith(made.certificate.read_bytes())
    assert made.certificate.read_bytes() not in first
    assert made.ca.read_bytes() == ca


@contextmanager
def port(answer: bytes) -> Iterator[str]:
    """Says this to whoever comes."""

    def serve() -> None:
        link, _ = listener.accept()
        with link:
            link.recv(8)
            link.sendall(answer)

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = Thread(target=serve)
        thread.start()
        yield f"127.0.0.1:{listener.getsockname()[1]}"
        thread.join(5)


def test_a_broker_answers_a_greeting_and_others_do_not() -> None:
    with port(b"\x01\x00") as address:
        assert speaks(address)
    with port(b"HTTP/1.1 400") as address:
        assert not speaks(address)
    with port(b"\x15\x03\x03") as address:
        assert not speaks(f"amqps://{address}")
    assert not speaks(address)

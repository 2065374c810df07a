"""One event sent once: to the address that was checked, under its name, within its time."""

import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Thread
from time import monotonic, sleep
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from gateway.sending import connection
from gateway.sending.attempt import KEPT, Outcome, Sender
from gateway.sending.patience import Limit
from gateway.sending.target import Policy
from tests.integration.gateway.receiver import Receiver, receiver

LOOSE = Policy(http=True, private=True)
NAME = "hooks.example.com"


@contextmanager
def saying(say: Callable[[socket.socket], None]) -> Iterator[str]:
    """A server of one connection that says what it likes, as slowly as it likes."""
    listening = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        try:
            accepted, _ = listening.accept()
            with accepted:
                say(accepted)
        except OSError:
            return

    thread = Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/"
    finally:
        listening.close()


def send(url: str, sender: Sender | None = None) -> Outcome:
    return (sender or Sender(LOOSE, seconds=5)).send(url, {"X": "y"}, b'{"a":1}')


def test_what_is_sent_arrives_as_it_is(target: Receiver) -> None:
    outcome = send(target.url + "?tenant=3")
    assert (outcome.status, outcome.taken, outcome.error) == (204, True, "")
    [got] = target.received
    assert (got.path, got.body, got.headers["x"]) == ("/in?tenant=3", b'{"a":1}', "y")
    assert got.headers["host"] == f"127.0.0.1:{target.port}"


def test_a_redirect_is_an_answer_and_is_not_followed(target: Receiver) -> None:
    target.answer = lambda got: (302, {"Location": target.url + "/elsewhere"})
    assert (send(target.url).status, len(target.received)) == (302, 1)


def test_what_is_not_allowed_is_not_even_connected_to(target: Receiver) -> None:
    for policy in (Policy(http=True), Policy(private=True)):
        outcome = send(target.url, Sender(policy))
        assert (outcome.status, outcome.away) == (None, True)
        assert outcome.error
    assert target.received == []


def test_a_name_that_leads_inside_is_not_reached(target: Receiver) -> None:
    for found in (["127.0.0.1"], ["93.184.215.14", "127.0.0.1"], ["::ffff:127.0.0.1"], []):
        sender = Sender(Policy(http=True), lookup=lambda host, port, all=found: all)
        assert "address" in send(f"http://{NAME}:{target.port}/", sender).error
    assert target.received == []


def test_a_name_that_changes_its_address_between_two_looks_gains_nothing(target: Receiver) -> None:
    """Looked at and connected to is one and the same answer; the second is never asked for."""
    looks: list[str] = []
    dialled: list[str] = []

    def rebinding(host: str, port: int) -> list[str]:
        looks.append(host)
        return ["93.184.215.14"] if len(looks) == 1 else ["127.0.0.1"]

    def dial(address: tuple[str, int], seconds: float) -> socket.socket:
        dialled.append(address[0])
        raise ConnectionRefusedError("noted")

    policy = Policy(http=True)
    where = policy.read(f"http://{NAME}:{target.port}/")
    made = connection.Checked(where, policy, Limit(5), rebinding, dial)
    with pytest.raises(ConnectionRefusedError):
        made.request("POST", "/")
    assert (looks, dialled, target.received) == ([NAME], ["93.184.215.14"], [])

    second = send(f"http://{NAME}:{target.port}/", Sender(policy, lookup=rebinding))
    assert "no public address" in second.error
    assert target.received == []


@pytest.fixture
def certified(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ssl.SSLContext]:
    """A server that has the name, by an authority of this test's own."""
    key, chain = certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(chain))
    connection.trusted.cache_clear()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(chain, key)
    yield context
    connection.trusted.cache_clear()


def certificate(folder: Path) -> tuple[Path, Path]:
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, NAME)])
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name)
        .public_key(key.public_key()).serial_number(1)
        .not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(NAME)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    kept, chain = folder / "key.pem", folder / "chain.pem"
    encoding, plain = serialization.Encoding.PEM, serialization.NoEncryption()
    kept.write_bytes(key.private_bytes(encoding, serialization.PrivateFormat.PKCS8, plain))
    chain.write_bytes(made.public_bytes(encoding))
    return kept, chain


def test_the_certificate_and_the_host_are_those_of_the_name(certified: ssl.SSLContext) -> None:
    asked: list[Any] = []
    certified.sni_callback = lambda sock, name, context: asked.append(name)
    sender = Sender(Policy(private=True), lookup=lambda host, port: ["127.0.0.1"], seconds=5)
    with receiver(certified) as target:
        assert send(f"https://{NAME}:{target.port}/", sender).taken
        assert target.received[0].headers["host"] == f"{NAME}:{target.port}"
        assert asked == [NAME]
        other = send(f"https://other.example.com:{target.port}/", sender)
        assert "certificate cannot be trusted: Hostname mismatch" in other.error
        assert len(target.received) == 1


def drop_by_drop(sock: socket.socket) -> None:
    sock.recv(65_536)
    for letter in b"HTTP/1.1 204 No Content\r\n" * 100:
        sock.send(bytes([letter]))
        sleep(0.05)


def test_who_answers_drop_by_drop_is_cut_off() -> None:
    with saying(drop_by_drop) as url:
        began = monotonic()
        outcome = send(url, Sender(LOOSE, seconds=0.4))
    assert (outcome.status, outcome.away) == (None, True)
    assert monotonic() - began < 3


def test_of_a_long_answer_only_the_beginning_is_read() -> None:
    def much(sock: socket.socket) -> None:
        sock.recv(65_536)
        sock.sendall(b"HTTP/1.1 500 No\r\nContent-Length: 1000000000\r\n\r\n")
        while True:
            sock.sendall(b"x" * 65_536)

    with saying(much) as url:
        outcome = send(url)
    assert (outcome.status, outcome.answer) == (500, "x" * KEPT)


def test_who_only_ever_says_that_more_will_come_is_not_listened_to_for_long() -> None:
    said: list[int] = []

    def more(sock: socket.socket) -> None:
        sock.recv(65_536)
        while True:
            said.append(sock.send(b"HTTP/1.1 100 Continue\r\n\r\n" * 1_000))

    with saying(more) as url:
        outcome = send(url)
    assert (outcome.status, outcome.away) == (None, True)
    assert "without end" in outcome.error


def test_what_is_no_http_is_a_failure_and_no_defect() -> None:
    for said in (b"", b"SSH-2.0-OpenSSH_9.2\r\n", b"HTTP/1.1 abc\r\n\r\n", b"\x00" * 100_000):
        with saying(lambda sock, say=said: (sock.recv(65_536), sock.sendall(say))) as url:
            outcome = send(url)
        assert (outcome.status, outcome.away) == (None, True)


def test_a_resolver_that_hangs_costs_no_more_than_its_share() -> None:
    with receiver() as target:

        def hang(host: str, port: int) -> list[str]:
            target.hanging.wait(30)
            return []

        outcome = send(f"http://{NAME}/", Sender(LOOSE, lookup=hang, seconds=0.3))
    assert "looked up in time" in outcome.error

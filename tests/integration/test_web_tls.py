"""The gateway's HTTP with a certificate: over real sockets, with the usual client of Python."""

import json
import os
import socket
import ssl
from collections.abc import Iterator
from contextlib import closing
from http.client import HTTPResponse, HTTPSConnection
from pathlib import Path
from time import monotonic

import pytest

from tests.integration.chassis.processes import Process, eventually, free_port
from tests.integration.tls import HERE, Files

MODULE = "tests.integration.chassis.gateway"


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Files:
    return Files(tmp_path_factory.mktemp("tls"))


@pytest.fixture(scope="module")
def web(files: Files) -> Iterator[Process]:
    """`port` is its health port, in plain; `public` the one with the certificate."""
    public = free_port()
    certificate, key = files.good
    process = Process(
        "gateway", "--port", str(public), "--module", MODULE, GUANXI_WORKERS="2",
        GUANXI_TLS_CERTIFICATE_FILE=str(certificate), GUANXI_TLS_KEY_FILE=str(key),
    )  # fmt: skip
    process.public = public  # type: ignore[attr-defined]
    try:
        yield process.ready()
    finally:
        process.end()


def asked(web: Process, ca: Path, path: str = "/echo/x") -> tuple[HTTPResponse, bytes, bytes]:
    """Answer, body and the certificate that was shown."""
    trust = ssl.create_default_context(cafile=str(ca))
    connection = HTTPSConnection(HERE, web.public, timeout=5, context=trust)  # type: ignore[attr-defined]
    with closing(connection):
        connection.request("GET", path)
        shown = connection.sock.getpeercert(binary_form=True)
        answer = connection.getresponse()
        return answer, answer.read(), shown


@pytest.fixture(autouse=True)
def lives_on(web: Process, files: Files) -> Iterator[None]:
    yield
    assert asked(web, files.ca)[1] == b"x"
    assert web.process.poll() is None


@pytest.mark.parametrize("path", ["/echo/x", "/livez", "/nope", "/crash"])
def test_every_answer_says_that_this_host_is_spoken_to_by_tls(
    web: Process, files: Files, path: str
) -> None:
    answer, _, _ = asked(web, files.ca, path)
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"


def test_who_trusts_another_authority_does_not_speak(web: Process, files: Files) -> None:
    with pytest.raises(ssl.SSLCertVerificationError):
        asked(web, files.other_ca)


def test_plain_http_is_not_answered(web: Process) -> None:
    with socket.create_connection((HERE, web.public), timeout=5) as plain:  # type: ignore[attr-defined]
        plain.sendall(b"GET /echo/x HTTP/1.1\r\nHost: x\r\n\r\n")
        assert b"HTTP/" not in read_to_its_end(plain)


@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1])
@pytest.mark.filterwarnings("ignore:ssl.TLSVersion.TLSv1")
def test_versions_of_before_are_refused(
    web: Process, files: Files, version: ssl.TLSVersion
) -> None:
    old = ssl.create_default_context(cafile=str(files.ca))
    old.set_ciphers("ALL:@SECLEVEL=0")
    old.minimum_version = old.maximum_version = version
    with (
        socket.create_connection((HERE, web.public), timeout=5) as plain,  # type: ignore[attr-defined]
        pytest.raises(ssl.SSLError, match=r"(?i)alert|version"),
    ):
        old.wrap_socket(plain, server_hostname=HERE)


def test_who_never_shakes_hands_is_cut_off_and_holds_nobody_up(web: Process, files: Files) -> None:
    address = (HERE, web.public)  # type: ignore[attr-defined]
    silent = [socket.create_connection(address, timeout=5) for _ in range(50)]
    try:
        silent[1].sendall(b"\x16\x03\x01\x02\x00\x01")  # the beginning of a greeting
        began = monotonic()
        assert asked(web, files.ca)[1] == b"x"
        assert monotonic() - began < 0.9
        assert [read_to_its_end(one) for one in silent] == [b""] * 50
    finally:
        for one in silent:
            one.close()


def test_who_greets_byte_by_byte_is_cut_off_as_well(web: Process) -> None:
    """Each of them comes in time; all of them do not."""
    began = monotonic()
    with socket.create_connection((HERE, web.public), timeout=0.2) as slow:  # type: ignore[attr-defined]
        slow.sendall(b"\x16\x03\x01\x02\x00")
        while monotonic() - began < 8 and still_listened_to(slow):
            pass
    assert monotonic() - began < 4  # the limit of this gateway is one second


def still_listened_to(slow: socket.socket) -> bool:
    """One more byte is sent, and no end is heard of."""
    try:
        slow.sendall(b"\x01")
        return slow.recv(1) != b""
    except TimeoutError:
        return True
    except OSError:
        return False


def test_a_renewed_certificate_is_shown_without_a_restart(web: Process, files: Files) -> None:
    before = asked(web, files.ca)[2]
    certificate, key = files.good
    fresh = files.pair(files.signing, "fresh")
    os.replace(fresh[0], certificate)  # and its key is not there yet
    assert asked(web, files.ca)[2] == before
    os.replace(fresh[1], key)
    assert asked(web, files.ca)[2] != before
    said = [line["event"] for line in web.lines()]
    assert "the new certificate cannot be used" in said
    assert "a new certificate is shown from now on" in said


def test_what_is_wrong_with_the_files_is_said_and_nothing_starts(files: Files) -> None:
    certificate, _ = files.good
    half = Process(
        "gateway", "--port", str(free_port()), "--module", MODULE,
        GUANXI_TLS_CERTIFICATE_FILE=str(certificate),
    )  # fmt: skip
    try:
        assert eventually(lambda: half.process.poll() is not None)
        assert "GUANXI_TLS_KEY_FILE are given together" in half.log
    finally:
        half.end()


def read_to_its_end(plain: socket.socket) -> bytes:
    received = b""
    try:
        while more := plain.recv(65536):
            received += more
    except ConnectionResetError:
        pass
    return received


def test_errors_are_json_over_tls_as_well(web: Process, files: Files) -> None:
    answer, body, _ = asked(web, files.ca, "/nope")
    assert (answer.status, json.loads(body)["status"]) == (404, 404)

"""What a delivery log says of an attempt that got no answer: nothing of our own program."""

import socket
import ssl
from http.client import BadStatusLine, IncompleteRead, RemoteDisconnected

import pytest

from gateway.sending.attempt import KEPT, in_words

UNTRUSTED = ssl.SSLCertVerificationError(1, "CERTIFICATE_VERIFY_FAILED (_ssl.c:1006)")
UNTRUSTED.verify_message = "certificate has expired"
ERRORS = {
    OSError("the name of the host is not known"): "the name of the host is not known",
    TimeoutError("the name was not looked up in time"): "the name was not looked up in time",
    TimeoutError(110, "Connection timed out"): "it did not answer in time",
    TimeoutError(): "it did not answer in time",
    UNTRUSTED: "its certificate cannot be trusted: certificate has expired",
    ssl.SSLError(1, "[SSL] record layer failure (_ssl.c:1006)"):
        "no TLS connection could be agreed on",
    ConnectionRefusedError(111, "Connection refused"): "nobody listens there",
    ConnectionResetError(104, "reset"): "it closed the connection before it had answered",
    RemoteDisconnected("Remote end closed"): "it closed the connection before it had answered",
    IncompleteRead(b""): "it closed the connection before it had answered",
    BadStatusLine("SSH-2.0"): "what it answered is not HTTP",
    ValueError("embedded"): "what it answered is not HTTP",
    OSError(113, "No route to host"): "no connection: it is out of reach",
    socket.gaierror(-2, "Name or service not known"): "no connection: it is out of reach",
}  # fmt: skip


@pytest.mark.parametrize("error", ERRORS, ids=repr)
def test_it_says_what_can_be_seen_from_outside(error):
    assert in_words(error) == ERRORS[error]


def test_it_is_not_long():
    assert len(in_words(OSError("x" * 2 * KEPT))) == KEPT

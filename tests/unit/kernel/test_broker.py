"""What an AMQP URI says."""

import ssl
from typing import Any

import pytest

from kernel.broker import parameters
from kernel.broker_uri import Unreadable


@pytest.mark.parametrize(
    ("uri", "host", "user", "password", "virtual_host"),
    [
        ("amqp://guest:guest@127.0.0.1:5672/%2F", "127.0.0.1:5672", "guest", "guest", "/"),
        ("amqp://rabbit", "rabbit:5672", "guest", "guest", "/"),
        ("amqp://a%40b:p%2Fw@rabbit:5673/guanxi", "rabbit:5673", "a@b", "p/w", "guanxi"),
        ("amqps://u:p@rabbit/", "rabbit:5671", "u", "p", "/"),
    ],
)
def test_a_uri_names_host_user_and_virtual_host(
    uri: str, host: str, user: str, password: str, virtual_host: str
) -> None:
    found = parameters(uri)
    assert (found["host"], found["userid"], found["password"]) == (host, user, password)
    assert found["virtual_host"] == virtual_host


def tls(uri: str) -> Any:
    return parameters(uri)["ssl"]


def test_tls_verifies_the_broker_and_the_name_it_was_called_by() -> None:
    assert tls("amqp://rabbit/") is False
    assert tls("amqps://rabbit/")["cert_reqs"] == ssl.CERT_REQUIRED
    assert tls("amqps://rabbit/")["server_hostname"] == "rabbit"
    assert tls("amqps://rabbit/?cacertfile=/etc/ca.pem")["ca_certs"] == "/etc/ca.pem"


def test_a_certificate_of_our_own_is_shown_when_it_is_named() -> None:
    found = tls("amqps://rabbit/?certfile=/me.pem&keyfile=/my%20key.pem&verify=verify_peer")
    assert (found["certfile"], found["keyfile"]) == ("/me.pem", "/my key.pem")


@pytest.mark.parametrize(
    "uri",
    [
        "amqps://rabbit/?verify=no",
        "amqps://rabbit/?verify=verify_none",
        "amqp://rabbit/?cacertfile=/etc/ca.pem",  # it would be spoken in plain
        "amqpss://rabbit/",
        "rabbit:5672",
        "amqps://u:SECRET/w@rabbit/",  # a port, as it stands there
    ],
)
def test_what_would_be_less_than_asked_for_is_refused_and_nothing_repeated(uri: str) -> None:
    with pytest.raises(Unreadable) as refused:
        parameters(uri)
    assert "AMQP_URI" in str(refused.value)
    assert "SECRET" not in str(refused.value)

"""What an AMQP URI says."""

from typing import Any

import pytest

from kernel.broker import parameters


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


def test_tls_verifies_the_broker_unless_told_otherwise() -> None:
    def tls(uri: str) -> Any:
        return parameters(uri)["ssl"]

    assert tls("amqp://rabbit/") is False
    assert tls("amqps://rabbit/")["cert_reqs"] == 2
    assert tls("amqps://rabbit/")["server_hostname"] == "rabbit"
    assert tls("amqps://rabbit/?cacertfile=/etc/ca.pem")["ca_certs"] == "/etc/ca.pem"
    assert tls("amqps://rabbit/?verify=no")["cert_reqs"] == 0

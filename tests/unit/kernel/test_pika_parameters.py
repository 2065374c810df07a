"""A broker's URI, plain and with TLS."""

import ssl

from kernel.pika_parameters import parameters


def test_a_plain_uri_names_host_account_and_virtual_host() -> None:
    made = parameters("amqp://ann:s%40crt@broker:5673/north", "relay customer", 4.5)
    assert (made.host, made.port, made.virtual_host) == ("broker", 5673, "north")
    assert (made.credentials.username, made.credentials.password) == ("ann", "s@crt")
    assert made.ssl_options is None


def test_a_connection_notices_a_dead_broker_and_says_whose_it_is() -> None:
    made = parameters("amqp://broker/%2F", "relay customer", 4.5)
    assert (made.heartbeat, made.socket_timeout, made.stack_timeout) == (10, 4.5, 4.5)
    assert made.client_properties == {"connection_name": "relay customer"}


def test_tls_verifies_the_broker_and_the_name_it_was_called_by() -> None:
    strict = parameters("amqps://broker/%2F", "relay", 4.5).ssl_options
    assert strict.context.verify_mode == ssl.CERT_REQUIRED
    assert strict.context.check_hostname
    assert strict.context.minimum_version == ssl.TLSVersion.TLSv1_2
    assert strict.server_hostname == "broker"

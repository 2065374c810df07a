"""Which servers are ours, and what each process is told."""

from pathlib import Path

import pytest

from cli.ports import free_port
from cli.processes import instances
from cli.stack import certificate, gateway_port, own_servers, process_commands
from cli.tls import Tls


def test_servers_are_ours_unless_the_environment_names_them() -> None:
    assert own_servers({}) == {"AMQP_URI": True, "MONGO_URI": True}
    assert own_servers({"AMQP_URI": "x"}) == {"AMQP_URI": False, "MONGO_URI": True}
    assert own_servers({"MONGO_URI_FILE": "x"}) == {"AMQP_URI": True, "MONGO_URI": False}


def test_only_the_gateway_has_a_public_port_and_all_others_one_for_their_health() -> None:
    started = dict(instances({}))
    ports = {name: number for number, name in enumerate(started, 20_000)}
    for command in process_commands(started, ports, {}):
        port = str(ports[command.name])
        assert command.health == f"http://127.0.0.1:{port}/readyz"
        if command.name == "gateway":
            assert command.argv[-2:] == ("--port", port)
        else:
            assert command.environment == {"HEALTH_PORT": port}


def test_a_gateway_with_a_certificate_tells_its_health_in_plain_and_on_another_port() -> None:
    started = dict(instances({}))
    ports = {name: number for number, name in enumerate([*started, "gateway-health"], 20_000)}
    shown = certificate(None, {"GUANXI_TLS_CERTIFICATE_FILE": "c", "GUANXI_TLS_KEY_FILE": "k"})
    commands = process_commands(started, ports, shown)
    [gateway] = [command for command in commands if command.name == "gateway"]
    assert gateway.argv[-1] == str(ports["gateway"])
    assert gateway.health == f"http://127.0.0.1:{ports['gateway-health']}/readyz"
    assert gateway.environment == {**shown, "HEALTH_PORT": str(ports["gateway-health"])}
    assert all(not shown.keys() & one.environment.keys() for one in commands if one != gateway)


def test_a_certificate_of_the_operators_own_goes_before_ours(tmp_path: Path) -> None:
    ours = certificate(Tls(tmp_path), {})
    assert ours["GUANXI_TLS_KEY_FILE"] == str(tmp_path / "server-key.pem")
    own = {"GUANXI_TLS_CERTIFICATE_FILE": "c", "GUANXI_TLS_KEY_FILE": "k"}
    assert certificate(Tls(tmp_path), own) == own
    assert certificate(None, {}) == {}


def test_the_gateway_stops_first() -> None:
    started = dict(instances({}))
    commands = process_commands(started, dict.fromkeys(started, 1), {})
    [gateway] = [command for command in commands if command.name == "gateway"]
    assert all(command.rank > gateway.rank for command in commands if command != gateway)


def test_a_port_that_is_taken_is_refused_when_it_was_asked_for() -> None:
    import socket

    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(SystemExit):
        gateway_port(taken.getsockname()[1], 8000)


def test_without_a_wish_the_usual_port_is_tried() -> None:
    usual = free_port()
    assert gateway_port(None, usual) == usual
    assert gateway_port(0, usual) != 0

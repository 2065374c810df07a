"""The whole local system as a plan: servers of our own unless the environment names others."""

import os
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from cli import broker, database, distribution
from cli.place import Place
from cli.plan import Command, Plan
from cli.ports import assign, free_port, is_free, remember, remembered
from cli.processes import Process, instances
from cli.secrets import admin_settings, key_settings

USUAL_PORT = 8000


@dataclass(frozen=True)
class Wish:
    """What the operator asked for."""

    port: int | None = None  # of the gateway; 0 means any, None the same as last time
    scale: Mapping[str, int] = field(default_factory=dict)
    processes: bool = True  # False: the servers alone, for integration tests


def own_servers(environment: Mapping[str, str]) -> dict[str, bool]:
    """Which servers are ours to start: those that no URI names."""
    return {
        name: name not in environment and f"{name}_FILE" not in environment
        for name in ("AMQP_URI", "MONGO_URI")
    }


def install_servers(environment: Mapping[str, str]) -> None:
    own = own_servers(environment)
    if own["AMQP_URI"]:
        distribution.ensure(broker.missing(), "to run a message broker of our own")
    if own["MONGO_URI"]:
        distribution.ensure(database.missing(), "to run a database of our own")


def prepare(place: Place, wish: Wish) -> tuple[Plan, dict[str, str], dict[str, int]]:
    """The plan, the settings every process gets, and the ports that were chosen."""
    started = dict(instances(wish.scale)) if wish.processes else {}
    own = own_servers(os.environ)
    ports = choose_ports(place, wish, [*started, *server_ports(own)])
    settings = key_settings(place, os.environ)
    if wish.processes:
        settings |= admin_settings(place, os.environ)
    commands: list[Command] = []
    if own["AMQP_URI"]:
        settings["AMQP_URI"] = broker.uri(place, ports)
        commands += broker.commands(place, ports)
    if own["MONGO_URI"]:
        settings["MONGO_URI"] = database.uri(ports)
        commands += database.commands(place, ports)
    commands += process_commands(started, ports)
    addresses = {"gateway": f"http://127.0.0.1:{ports['gateway']}"} if started else {}
    if started:
        settings |= public(addresses["gateway"], os.environ)
    return Plan(tuple(commands), addresses), settings, ports


def public(address: str, environment: Mapping[str, str]) -> dict[str, str]:
    """Where others reach us, unless somebody has said so who knows better."""
    if "GUANXI_PUBLIC_URL" in environment or "GUANXI_PUBLIC_URL_FILE" in environment:
        return {}
    return {"GUANXI_PUBLIC_URL": address}


def server_ports(own: Mapping[str, bool]) -> Iterator[str]:
    if own["AMQP_URI"]:
        yield from broker.PORTS
    if own["MONGO_URI"]:
        yield from database.PORTS


def choose_ports(place: Place, wish: Wish, names: list[str]) -> dict[str, int]:
    known = remembered(place.state)
    if "gateway" in names:
        known["gateway"] = gateway_port(wish.port, known.get("gateway", USUAL_PORT))
    ports = assign(names, known)
    remember(place.state, ports)
    return ports


def gateway_port(wanted: int | None, usual: int) -> int:
    if wanted is None:
        return usual  # another one is chosen when it is taken
    if wanted == 0:
        return free_port()
    if not is_free(wanted):
        raise SystemExit(f"crm: port {wanted} of 127.0.0.1 is taken; --port 0 takes any free one")
    return wanted


def process_commands(started: Mapping[str, Process], ports: Mapping[str, int]) -> list[Command]:
    return [one_process(name, process, ports[name]) for name, process in started.items()]


def one_process(name: str, process: Process, port: int) -> Command:
    argv = (sys.executable, "-m", "kernel.run", *process.arguments)
    address = f"127.0.0.1:{port}"
    health = f"http://{address}/readyz"
    if process.name == "gateway":  # it answers for its health on its public port
        return Command(name, (*argv, "--port", str(port)), {}, address, health, rank=0)
    return Command(name, argv, {"HEALTH_PORT": str(port)}, address, health, rank=1)

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
from cli.tls import CERTIFICATE, Tls, wished

USUAL_PORT = 8000
HEALTH = "gateway-health"  # with TLS it answers supervisors in plain, on a port of its own

PUBLIC_URL = "GUANXI_PUBLIC_URL"


@dataclass(frozen=True)
class Wish:
    """What the operator asked for."""

    port: int | None = None  # of the gateway; 0 means any, None the same as last time
    scale: Mapping[str, int] = field(default_factory=dict)
    tls: bool | None = None  # None: the same as last time
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
    own, tls = own_servers(os.environ), wished(place, wish.tls)
    shown = certificate(tls, os.environ)
    beside = [HEALTH] if shown and started else []
    ports = choose_ports(place, wish, [*started, *beside, *server_ports(own)])
    settings = key_settings(place, os.environ)
    if wish.processes:
        settings |= admin_settings(place, os.environ)
    commands: list[Command] = []
    if own["AMQP_URI"]:
        settings["AMQP_URI"] = broker.uri(place, ports)
        commands += broker.commands(place, ports)
    if own["MONGO_URI"]:
        settings["MONGO_URI"] = database.uri(ports, tls)
        commands += database.commands(place, ports)
    commands += process_commands(started, ports, shown)
    scheme = "https" if shown else "http"
    addresses = {"gateway": f"{scheme}://127.0.0.1:{ports['gateway']}"} if started else {}
    if started:
        settings |= public(addresses["gateway"], os.environ)
    return Plan(tuple(commands), addresses), settings, ports


def public(address: str, environment: Mapping[str, str]) -> dict[str, str]:
    """Where others reach us, unless somebody has said so who knows better."""
    said = any(name in environment for name in (PUBLIC_URL, f"{PUBLIC_URL}_FILE"))
    return {} if said else {PUBLIC_URL: address}


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


def certificate(tls: Tls | None, environment: Mapping[str, str]) -> Mapping[str, str]:
    """What the gateway shows: one of the operator's own goes before ours; empty for none."""
    own = {name: environment[name] for name in CERTIFICATE if environment.get(name)}
    return own or (tls.for_gateway() if tls else {})


def process_commands(
    started: Mapping[str, Process], ports: Mapping[str, int], shown: Mapping[str, str]
) -> list[Command]:
    return [
        gateway(name, process, ports, shown)
        if process.name == "gateway"
        else one_process(name, process, ports[name])
        for name, process in started.items()
    ]


def gateway(
    name: str, process: Process, ports: Mapping[str, int], shown: Mapping[str, str]
) -> Command:
    """It answers for its health on its public port, unless that has a certificate."""
    port, health = ports[name], ports[HEALTH if shown else name]
    environment = {**shown, "HEALTH_PORT": str(health)} if shown else {}
    return Command(
        name, (*python(process), "--port", str(port)), environment, f"127.0.0.1:{port}",
        f"http://127.0.0.1:{health}/readyz", rank=0,
    )  # fmt: skip


def one_process(name: str, process: Process, port: int) -> Command:
    address = f"127.0.0.1:{port}"
    environment = {"HEALTH_PORT": str(port)}
    return Command(name, python(process), environment, address, f"http://{address}/readyz", rank=1)


def python(process: Process) -> tuple[str, ...]:
    return (sys.executable, "-m", "kernel.run", *process.arguments)

"""Ports of 127.0.0.1: chosen free, and remembered so that an address survives a restart."""

import json
import random
import socket
from collections.abc import Iterable, Mapping
from pathlib import Path

RANGE = range(15_000, 32_000)  # below the ports that outgoing connections are given


def is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def free_port(taken: Iterable[int] = ()) -> int:
    """A port nobody listens on now and that is not among `taken`."""
    avoid = set(taken)
    for port in random.sample(RANGE, k=1_000):
        if port not in avoid and is_free(port):
            return port
    raise SystemExit("no free port between 15000 and 32000 on 127.0.0.1")


def assign(names: Iterable[str], remembered: Mapping[str, int]) -> dict[str, int]:
    """A port for every name: the remembered one when it is free still, else a new one."""
    ports = dict(remembered)
    for name in names:
        if name not in ports or not is_free(ports[name]):
            ports[name] = free_port(ports.values())
    return ports


def remembered(path: Path) -> dict[str, int]:
    """What was chosen before; nothing on the first day or when the file is damaged."""
    try:
        return {
            str(name): int(port) for name, port in json.loads(path.read_text())["ports"].items()
        }
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}


def remember(path: Path, ports: Mapping[str, int]) -> None:
    path.write_text(json.dumps({"ports": dict(ports)}, indent=2, sort_keys=True) + "\n")

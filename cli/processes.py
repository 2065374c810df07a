"""The one table of processes: `./crm up`, docker-compose.yml and `status` all follow it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

SERVICES = ("customer", "pipeline", "activity", "analytics")
LOGS = ("customer", "pipeline", "activity", "gateway")
GROUPS = ("lists", "reports")


@dataclass(frozen=True)
class Process:
    """A kind of process: its name and what `python -m kernel.run` is told."""

    name: str
    arguments: tuple[str, ...]
    scalable: bool = True


PROCESSES = (
    *(Process(name, ("service", name)) for name in SERVICES),
    *(Process(f"relay-{name}", ("relay", name)) for name in LOGS),
    *(Process(name, ("projector", name)) for name in GROUPS),
    Process("webhooks", ("sender", "webhooks")),
    Process("gateway", ("gateway",), scalable=False),  # it owns the one public port
)


class BadScale(ValueError):
    """A `--scale` that cannot be followed."""


def scale(wishes: list[str]) -> dict[str, int]:
    """`customer=2` … as numbers; raises BadScale with what is wrong."""
    numbers = {}
    for wish in wishes:
        name, _, number = wish.partition("=")
        if name not in {process.name for process in PROCESSES if process.scalable}:
            names = ", ".join(process.name for process in PROCESSES if process.scalable)
            raise BadScale(f"cannot scale {name!r}; these can be: {names}")
        if not number.isascii() or not number.isdigit() or not 1 <= int(number) <= 16:
            raise BadScale(f"{wish!r}: write NAME=N with N from 1 to 16")
        numbers[name] = int(number)
    return numbers


def instances(numbers: Mapping[str, int]) -> Iterator[tuple[str, Process]]:
    """Every process to start with a name of its own: customer, customer.2, …"""
    for process in PROCESSES:
        for number in range(1, numbers.get(process.name, 1) + 1):
            yield process.name if number == 1 else f"{process.name}.{number}", process

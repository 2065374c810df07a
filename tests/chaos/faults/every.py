"""All faults there are, by name."""

from tests.chaos.faults import (
    clocks,
    disks,
    leases,
    messages,
    network,
    primary,
    processes,
    rolling,
    servers,
)  # fmt: skip
from tests.chaos.faults.fault import Fault

FAMILIES = (processes, servers, network, messages, leases, rolling, clocks, primary, disks)
FAULTS: dict[str, Fault] = {fault.name: fault for family in FAMILIES for fault in family.FAULTS}

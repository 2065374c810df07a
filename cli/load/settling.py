"""Waiting until services have reacted to each other and every read model shows the result."""

import time

from cli.load.client import Client
from cli.load.steps import Loading, heads

SOURCES = ("customer", "pipeline", "activity")
STILL = 3  # looks without a new event: what follows from a command follows within a second
BETWEEN = 0.4
LONGEST = 60.0
# One read of each group of read models.
READS = ("/v1/customers", "/v1/reports/win-rate")


def settle(loading: Loading) -> str:
    """The positions that lists and reports now show, as X-Read-After wants them."""
    began = time.monotonic()
    with loading.console.status("services and read models are catching up"):
        shown = positions(at_rest(loading.client))
        for path in READS:
            loading.client.get(path, shown)
    seconds = time.monotonic() - began
    loading.summary.remarks.append(f"lists and reports show all of it ({seconds:.1f} s later)")
    return shown


def at_rest(client: Client) -> dict[str, int]:
    """The heads of all logs once they stand still; somebody else may be writing for ever."""
    deadline, found, still = time.monotonic() + LONGEST, heads(client, SOURCES), 0
    while still < STILL and time.monotonic() < deadline:
        client.sleep(BETWEEN)
        before, found = found, heads(client, SOURCES)
        still = still + 1 if found == before else 0
    return found


def positions(found: dict[str, int]) -> str:
    return ",".join(f"{source}:{position}" for source, position in found.items())

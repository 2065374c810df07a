"""What is wrong with webhooks, as `./crm status` tells it beside all else."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from cli.looking import Seen
from cli.problem import Problem

SENDER = "webhooks"  # the process


def of_webhooks(processes: Sequence[Seen], known: Mapping[str, Any]) -> Iterator[Problem]:
    unsent = () if excused(processes) else known.get("unsent", ())
    for one in (*unsent, *known.get("sentences", ())):
        yield Problem(one["what"], one["do"], wrong=one["level"] == "act")


def excused(processes: Sequence[Seen]) -> bool:
    """Why nobody sends is told of the process, or one has just begun."""
    senders = [one for one in processes if one.name.partition(".")[0] == SENDER]
    return any(one.fresh or one.state != "ready" for one in senders)

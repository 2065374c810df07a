"""Which subscriptions an operator means, and what waits for him there."""

from argparse import Namespace
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from cli.say import note

if TYPE_CHECKING:
    from kernel.parked import Waiting


def waiting(
    client: Any, name: str | None, source: str | None = None, stream: str | None = None
) -> Iterator[tuple[Any, "Waiting"]]:
    from kernel.sinks import parked_of
    from services.groups import SUBSCRIPTIONS

    chosen = [by_name(name)] if name else list(SUBSCRIPTIONS)
    for subscribed in chosen:
        for one in parked_of(client, subscribed).list():
            if source in (None, one.source) and stream in (None, one.stream):
                yield subscribed, one


def subscription(asked: Namespace) -> Any:
    return by_name(asked.subscription)


def by_name(name: str) -> Any:
    from kernel.sinks import named
    from services.groups import SUBSCRIPTIONS

    if (found := named(SUBSCRIPTIONS, name)) is None:
        note(
            f"crm: no subscription {name!r}; there are: {', '.join(s.queue for s in SUBSCRIPTIONS)}"
        )
        raise SystemExit(2)
    return found

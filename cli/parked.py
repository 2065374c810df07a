"""`./crm parked`: streams that a subscription could not go on with, and what to do with them."""

import json
from argparse import Namespace
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from cli.place import Place
from cli.say import note, say
from cli.subscriptions import subscription, waiting
from cli.tables import table
from cli.working import agreed, databases

if TYPE_CHECKING:
    from kernel.parked import Waiting

HEADING = ("subscription", "source", "stream", "events", "from", "error")
LONGEST = 70  # characters of an error in the list; `inspect` shows all


def parked(place: Place, asked: Namespace) -> int:
    """Exit code 0 also when there are parked streams, 1 when a replay or drop was not whole."""
    with databases(place) as client:
        return ACTIONS[asked.action or "list"](client, asked)


def show(client: Any, asked: Namespace) -> int:
    rows = [
        (subscribed.queue, one.source, one.stream, str(one.events), str(one.first), short(one))
        for subscribed, one in waiting(client, getattr(asked, "subscription", None))
    ]
    if getattr(asked, "json", False):
        say(json.dumps([dict(zip(HEADING, row, strict=True)) for row in rows]))
    elif rows:
        for line in table(HEADING, rows, right="events from"):
            say(line)
        say("\n./crm parked inspect|replay|drop SUBSCRIPTION SOURCE STREAM; replay --all")
    else:
        say("nothing is parked")
    if not getattr(asked, "json", False):
        for line in given_up(client):
            say(line)
    return 0


def given_up(client: Any) -> Iterator[str]:
    from kernel.sinks import parked_of
    from services.groups import SUBSCRIPTIONS

    for subscribed in SUBSCRIPTIONS:
        if number := parked_of(client, subscribed).given_up():
            yield f"{subscribed.queue} does without {number} events that were given up"


def inspect(client: Any, asked: Namespace) -> int:
    """Every event of the stream that waits, whole, as JSON lines."""
    from kernel.sinks import parked_of

    found = parked_of(client, subscription(asked)).inspect(asked.source, asked.stream)
    for event in found:
        say(json.dumps({"error": event.error, "event": event.envelope}, ensure_ascii=False))
    return 0 if found else nothing(asked)


def replay(client: Any, asked: Namespace) -> int:
    """Processes them in order, each stream as far as it goes; 1 when some are still parked."""
    if not (asked.subscription or asked.all):
        note("crm: which? SUBSCRIPTION, SUBSCRIPTION SOURCE STREAM, or --all")
        return 2
    found = list(waiting(client, asked.subscription, asked.source, asked.stream))
    if not found:
        return nothing(asked)
    say(f"{sum(one.events for _, one in found)} events in {len(found)} streams")
    still = sum(replay_one(client, subscribed, one) for subscribed, one in found)
    say(f"{still} events are still parked" if still else "all of them went through")
    return 1 if still else 0


def replay_one(client: Any, subscribed: Any, one: "Waiting") -> int:
    """Answers how many are still parked."""
    from kernel.replay import replay
    from kernel.sinks import sink_of
    from services.groups import LOGS

    went = replay(sink_of(client, subscribed, LOGS), one.source, one.stream)
    say(f"  {subscribed.queue} {one.source} {one.stream}: {went} of {one.events}")
    return max(0, one.events - went)


def drop(client: Any, asked: Namespace) -> int:
    """Gives up the first event of the stream, for this subscription; the others wait."""
    from kernel.replay import drop
    from kernel.sinks import parked_of, sink_of
    from services.groups import LOGS

    subscribed = subscription(asked)
    found = parked_of(client, subscribed).inspect(asked.source, asked.stream)
    if not found:
        return nothing(asked)
    first = found[0]
    say(f"{first.envelope.get('type')} at {asked.source}:{first.position}: {first.error}")
    if not agreed(f"{consequence(subscribed)}. Give it up?", asked.yes):
        return 1
    drop(sink_of(client, subscribed, LOGS), asked.source, asked.stream)
    say(f"dropped; {len(found) - 1} more of its stream wait: ./crm parked replay")
    return 0


def consequence(subscribed: Any) -> str:
    from kernel.group import Group

    if isinstance(subscribed, Group):
        return (
            f"the rows of {subscribed.queue} do without it until they are rebuilt; a rebuild meets "
            "it again, and parks it again unless the defect is mended"
        )
    return f"{subscribed.queue} will never react to it"


def nothing(asked: Namespace) -> int:
    note("crm: nothing of that is parked; ./crm parked lists what is")
    return 1


def short(one: "Waiting") -> str:
    return one.error if len(one.error) <= LONGEST else one.error[: LONGEST - 1] + "…"


ACTIONS: dict[str, Callable[[Any, Namespace], int]] = {
    "list": show,
    "inspect": inspect,
    "replay": replay,
    "drop": drop,
}

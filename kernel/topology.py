"""Exchanges and queues as data, for every client library; their arguments are a versioned contract.

A queue or exchange that exists with other arguments refuses to be declared. So whoever changes an
argument gives the thing a new name as well; limits belong in policies.

Relays publish to `crm.relay`, which fans out to the stream (all of it) and to the topic exchange
that subscribers bind to. If the stream were bound to the topic exchange itself, every message
would count as routed and the alternate exchange could never tell that a subscriber is missing.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Exchange:
    name: str
    type: str
    arguments: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Queue:
    name: str
    arguments: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Binding:
    exchange: str
    to: str
    key: str = ""


@dataclass(frozen=True)
class Topology:
    """Everything durable; `name` exists so that a test can have a broker's worth of its own."""

    name: str = "crm"

    @property
    def entry(self) -> Exchange:
        """Where relays publish; nobody else may write here."""
        return Exchange(f"{self.name}.relay", "fanout")

    @property
    def events(self) -> Exchange:
        """Where subscribers bind, with keys `<service>.<EventName>`."""
        return Exchange(
            f"{self.name}.events", "topic", {"alternate-exchange": self.unroutable.name}
        )

    @property
    def unroutable(self) -> Exchange:
        return Exchange(f"{self.name}.unroutable", "fanout")

    @property
    def dead(self) -> Exchange:
        return Exchange(f"{self.name}.dead", "fanout")

    @property
    def exchanges(self) -> tuple[Exchange, ...]:
        return self.entry, self.unroutable, self.events, self.dead

    @property
    def queues(self) -> tuple[Queue, ...]:
        """Those that belong to no subscriber."""
        return (
            Queue(f"{self.name}.events.log", STREAM),
            Queue(self.unroutable.name, ALARM),
            Queue(self.dead.name, {"x-queue-type": "quorum"}),
        )

    @property
    def exchange_bindings(self) -> tuple[Binding, ...]:
        return (Binding(self.entry.name, self.events.name),)

    @property
    def bindings(self) -> tuple[Binding, ...]:
        return (
            Binding(self.entry.name, f"{self.name}.events.log"),
            Binding(self.unroutable.name, self.unroutable.name),
            Binding(self.dead.name, self.dead.name),
        )

    def subscription(self, name: str) -> Queue:
        """A subscriber's queue: replicated, in order, and without a length limit.

        A full queue with a limit would refuse the publisher, and so starve all the others. The
        delivery limit also keeps a returned message at its place in a quorum queue.
        """
        return Queue(
            name,
            {
                "x-queue-type": "quorum",
                "x-single-active-consumer": True,
                "x-delivery-limit": 20,
                "x-dead-letter-exchange": self.dead.name,
            },
        )

    def subscription_bindings(self, name: str, sources: Iterable[str]) -> tuple[Binding, ...]:
        """Everything of each source: a filtered queue would make every message a gap."""
        return tuple(Binding(self.events.name, name, f"{source}.#") for source in sources)


STREAM: Mapping[str, Any] = {
    "x-queue-type": "stream",
    "x-max-age": "7D",
    "x-stream-max-segment-size-bytes": 50_000_000,
}
# It only has to make noise: the log has the events. The oldest give way, nobody is refused.
ALARM: Mapping[str, Any] = {"x-max-length": 10_000, "x-overflow": "drop-head"}

TOPOLOGY = Topology()

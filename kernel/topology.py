"""Exchanges and queues as data, for every client library; their arguments are a versioned contract.

A queue or exchange that exists with other arguments refuses to be declared. So whoever changes an
argument gives the thing a new name as well; limits belong in policies.

A relay publishes everything twice: event by event to the topic exchange, where the stream keeps
history and outside subscribers bind what they want, and many events at a time to an exchange for
our own groups. They want all of a source and are five or more: a message for each event and group
cost more than everything that was done with it (decision 0005).
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
    def events(self) -> Exchange:
        """Where subscribers bind, with keys `<service>.<EventName>`."""
        return Exchange(
            f"{self.name}.events", "topic", {"alternate-exchange": self.unroutable.name}
        )

    @property
    def batches(self) -> Exchange:
        """Where our own groups bind, by source; one of ours that nobody takes is an alarm."""
        return Exchange(
            f"{self.name}.batches", "direct", {"alternate-exchange": self.unroutable.name}
        )

    @property
    def unroutable(self) -> Exchange:
        return Exchange(f"{self.name}.unroutable", "fanout")

    @property
    def dead(self) -> Exchange:
        return Exchange(f"{self.name}.dead", "fanout")

    @property
    def exchanges(self) -> tuple[Exchange, ...]:
        return self.unroutable, self.events, self.batches, self.dead

    @property
    def queues(self) -> tuple[Queue, ...]:
        """Those that belong to no subscriber."""
        return (
            Queue(f"{self.name}.events.log", STREAM),
            Queue(self.unroutable.name, ALARM),
            Queue(self.dead.name, {"x-queue-type": "quorum"}),
        )

    @property
    def bindings(self) -> tuple[Binding, ...]:
        return (
            Binding(self.events.name, f"{self.name}.events.log", "#"),
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
        return tuple(Binding(self.batches.name, name, source) for source in sources)

    def outgrown_bindings(self, name: str, sources: Iterable[str]) -> tuple[Binding, ...]:
        """Those of before batches: a broker whose data survived would go on sending each event."""
        return tuple(Binding(self.events.name, name, f"{source}.#") for source in sources)


STREAM: Mapping[str, Any] = {
    "x-queue-type": "stream",
    "x-max-age": "7D",
    "x-stream-max-segment-size-bytes": 50_000_000,
}
# It only has to make noise: the log has the events. The oldest give way, nobody is refused.
ALARM: Mapping[str, Any] = {"x-max-length": 10_000, "x-overflow": "drop-head"}

TOPOLOGY = Topology()

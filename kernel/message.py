"""Commits as the messages that a broker gets: each event for itself, and many for our own groups.

All are persistent CloudEvents, self-describing: an event in structured mode, several in the JSON
batch format of the CloudEvents specification.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

import orjson
import pika

from kernel.envelope import BATCH_TYPE, CONTENT_TYPE, Envelope, envelopes, headers, routing_key
from kernel.log import Commit
from kernel.topology import Topology

BATCH = 100  # events


@dataclass(frozen=True, slots=True)
class Message:
    exchange: str
    key: str
    body: bytes
    properties: pika.BasicProperties
    ends: int = 0  # its position, if it is the last of its commit


def messages(source: str, topology: Topology, commits: Iterable[Commit]) -> Iterator[Message]:
    """Each batch before its events: when the last event is confirmed, so is all of it."""
    written = single(source, topology, commits)
    while events := list(islice(written, BATCH)):
        yield batch(source, topology, [event.body for event in events])
        yield from events


def single(source: str, topology: Topology, commits: Iterable[Commit]) -> Iterator[Message]:
    exchange = topology.events.name
    for commit in commits:
        stamp = int(commit.at.timestamp())
        for envelope in envelopes(source, commit):
            yield Message(
                exchange,
                routing_key(envelope),
                orjson.dumps(envelope),
                properties(source, envelope, stamp),
                commit.last if envelope["position"] == commit.last else 0,
            )


def batch(source: str, topology: Topology, bodies: list[bytes]) -> Message:
    about = pika.BasicProperties(
        content_type=BATCH_TYPE,
        content_encoding="utf-8",
        delivery_mode=pika.DeliveryMode.Persistent.value,
        app_id=source,
    )
    return Message(topology.batches.name, source, b"[" + b",".join(bodies) + b"]", about)


def properties(source: str, envelope: Envelope, stamp: int) -> pika.BasicProperties:
    return pika.BasicProperties(
        content_type=CONTENT_TYPE,
        content_encoding="utf-8",
        headers=headers(envelope),
        delivery_mode=pika.DeliveryMode.Persistent.value,
        message_id=envelope["id"],
        type=envelope["type"],
        app_id=source,
        timestamp=stamp,
    )

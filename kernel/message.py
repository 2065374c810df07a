"""A commit as the messages that a broker gets: one for each event, persistent, self-describing."""

from dataclasses import dataclass

import orjson
import pika

from kernel.envelope import CONTENT_TYPE, Envelope, envelopes, headers, routing_key
from kernel.log import Commit


@dataclass(frozen=True, slots=True)
class Message:
    key: str
    body: bytes
    properties: pika.BasicProperties
    ends: int = 0  # its position, if it is the last of its commit


def messages(source: str, commit: Commit) -> list[Message]:
    stamp = int(commit.at.timestamp())
    return [
        Message(
            routing_key(envelope),
            orjson.dumps(envelope),
            properties(source, envelope, stamp),
            commit.last if envelope["position"] == commit.last else 0,
        )
        for envelope in envelopes(source, commit)
    ]


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

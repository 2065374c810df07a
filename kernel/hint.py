"""A message on a subscription's queue, looked at with suspicion: the queue is open to mistakes."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import orjson

from kernel.envelope import CONTENT_TYPE, PREFIX, Envelope, kind


class Poison(Exception):
    """Not an event of a source that is subscribed here; it goes to the dead letters."""


@dataclass(frozen=True, slots=True)
class Hint:
    """An event that the queue says has happened, and the message to be acknowledged for it."""

    source: str
    position: int
    envelope: Envelope
    message: Any


def read(message: Any, sources: Collection[str]) -> Hint:
    """Raises Poison. What is inside `data` is the codec's business."""
    if message.content_type != CONTENT_TYPE:
        raise Poison(f"content type {message.content_type}")
    try:
        envelope = orjson.loads(message.body)
        source, _, _ = kind(envelope["type"])
        position = envelope["position"]
        sound = (
            source in sources
            and type(position) is int
            and position > 0
            and envelope["source"] == PREFIX + source
            and envelope["id"] == f"{PREFIX}{source}/{position}"
            and type(envelope["subject"]) is str
        )
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise Poison(repr(error)) from error
    if not sound:
        raise Poison(f"not an event of {', '.join(sources)}")
    return Hint(source, position, envelope, message)

"""A message on a subscription's queue, looked at with suspicion: the queue is open to mistakes."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import orjson

from kernel.envelope import BATCH_TYPE, PREFIX, Envelope, kind


class Poison(Exception):
    """Not events of a source that is subscribed here; it goes to the dead letters."""


@dataclass(frozen=True, slots=True)
class Hint:
    """Events that the queue says have happened, and the message to be acknowledged for them."""

    source: str
    position: int  # of the last of them
    envelopes: list[Envelope]
    message: Any


def read(message: Any, sources: Collection[str]) -> Hint:
    """Raises Poison. What is inside `data` is the codec's business."""
    if message.content_type != BATCH_TYPE:
        raise Poison(f"content type {message.content_type}")
    try:
        envelopes: list[Envelope] = orjson.loads(message.body)
        source, _, _ = kind(envelopes[-1]["type"])
        sound = source in sources and all(is_of(source, envelope) for envelope in envelopes)
    except (AttributeError, IndexError, KeyError, TypeError, ValueError) as error:
        raise Poison(repr(error)) from error
    if not sound:
        raise Poison(f"not events of {', '.join(sources)}")
    return Hint(source, max(envelope["position"] for envelope in envelopes), envelopes, message)


def is_of(source: str, envelope: Envelope) -> bool:
    position = envelope["position"]
    return (
        kind(envelope["type"])[0] == source
        and type(position) is int
        and position > 0
        and envelope["source"] == PREFIX + source
        and envelope["id"] == f"{PREFIX}{source}/{position}"
        and type(envelope["subject"]) is str
    )

"""Events as a subscriber holds on to them: each in the version that was pinned."""

from collections.abc import Iterable, Mapping

from kernel.codec import Codec
from kernel.envelope import Envelope, kind, version_of


def pinned(codec: Codec, pins: Mapping[str, int], told: Iterable[Envelope]) -> list[Envelope]:
    """`pins` are versions by event; others stay as they were recorded.

    Raises UnknownEvent for what cannot be told so: by a program that is older than the event.
    """
    return [retold(codec, envelope, pins) for envelope in told]


def retold(codec: Codec, envelope: Envelope, pins: Mapping[str, int]) -> Envelope:
    source, event, v = kind(envelope["type"])
    if (wanted := pins.get(event, v)) == v:
        return envelope
    data = codec.converted(event, v, envelope["data"], wanted)
    return {**envelope, **version_of(source, event, wanted), "data": data}

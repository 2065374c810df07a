"""An event on its way to others: CloudEvents 1.0 as structured JSON, without a library."""

from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any

from kernel.codec import Codec, UnknownEvent
from kernel.event import Recorded
from kernel.log import Commit
from kernel.rfc3339 import dump_time
from kernel.settings import public_url

CONTENT_TYPE = "application/cloudevents+json"
BATCH_TYPE = "application/cloudevents-batch+json"
SCHEMAS = "/v1/schemas"  # where the gateway has those of events
PREFIX = "/guanxi/"  # a source is this and the service whose log holds the event
FROM_META = (  # what a commit remembers of its caller, under the names CloudEvents allows
    ("actor", "actor"),
    ("correlationid", "correlation_id"),
    ("causationid", "causation_id"),
    ("traceparent", "traceparent"),
    ("knowing", "knowing"),
)
TEXT = frozenset({str})
PAYLOAD = ("data", "datacontenttype", "dataschema")

Envelope = dict[str, Any]


class SharedEnvelope(dict[str, Any]):
    """One that is handed to several: who opens it first does so for all of them."""

    __slots__ = ("recorded",)
    recorded: Recorded


def envelopes(source: str, commit: Commit) -> list[Envelope]:
    """One envelope for each event of the commit, in order; data is passed on as it is stored."""
    meta, origin = commit.meta, PREFIX + source
    common = {"specversion": "1.0", "source": origin, "time": dump_time(commit.at)}
    common |= {name: meta[key] for name, key in FROM_META if meta.get(key)}
    return [
        {
            **common,
            "id": f"{origin}/{position}",
            **version_of(source, entry.type, entry.v),
            "subject": entry.stream,
            "datacontenttype": "application/json",
            "position": position,
            "version": entry.version,
            "data": entry.data,
        }
        for position, entry in enumerate(commit.entries, start=commit.position)
    ]


@lru_cache(maxsize=4096)
def version_of(source: str, event: str, v: int) -> Mapping[str, str]:
    """What of an envelope says in which version its data is, and where that one is described."""
    return {
        "type": f"guanxi.{source}.{event}.v{v}",
        "dataschema": f"{public_url()}{SCHEMAS}/{source}/{event}/{v}",
    }


def open_envelope(envelope: Mapping[str, Any], codec: Codec) -> Recorded:
    """The event inside. Raises UnknownEvent, or ValueError for what is no envelope of ours."""
    known = getattr(envelope, "recorded", None)
    if known and codec.types.get(type(known.event).__name__) is type(known.event):
        opened: Recorded = known
        return opened
    try:
        recorded = _open(envelope, codec)
    except UnknownEvent:
        raise
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise ValueError(f"not an event of ours: {error!r}") from error
    if isinstance(envelope, SharedEnvelope):
        envelope.recorded = recorded
    return recorded


def headers(envelope: Mapping[str, Any]) -> dict[str, str]:
    """Everything but the payload as `ce-` headers, so that a router need not read the body."""
    return {f"ce-{name}": str(value) for name, value in envelope.items() if name not in PAYLOAD}


@lru_cache(maxsize=4096)
def kind(type_: str) -> tuple[str, str, int]:
    """`guanxi.customer.CustomerClaimed.v1` taken apart: service, event, version of the type."""
    ours, service, name, version = type_.split(".")
    if ours != "guanxi" or version[:1] != "v" or not version[1:].isdecimal():
        raise ValueError(type_)
    return service, name, int(version[1:])


def routing_key(envelope: Mapping[str, Any]) -> str:
    service, name, _ = kind(envelope["type"])
    return f"{service}.{name}"


def _open(envelope: Mapping[str, Any], codec: Codec) -> Recorded:
    source, name, v = kind(envelope["type"])
    position, version = _numbers(envelope)
    at = datetime.fromisoformat(envelope["time"])
    get = envelope.get
    texts = [envelope["subject"], *[get(attribute, "") for attribute, _ in FROM_META]]
    if envelope["source"] != PREFIX + source or at.tzinfo is None:
        raise ValueError("source or time does not fit")
    if not TEXT.issuperset(map(type, texts)):
        raise TypeError("subject, actor and the like are text")
    subject, *circumstances = texts
    event = codec.load(name, v, envelope["data"])
    return Recorded(source, position, subject, version, event, at, *circumstances)


def _numbers(envelope: Mapping[str, Any]) -> tuple[int, int]:
    position, version = envelope["position"], envelope["version"]
    if not type(position) is type(version) is int or position < 1 or version < 1:
        raise ValueError("position and version count from 1")
    return position, version

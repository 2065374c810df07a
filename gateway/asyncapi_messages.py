"""The messages of the AsyncAPI document: an envelope, and inside it what an event says."""

from datetime import UTC, datetime
from typing import Any

from gateway.catalogue import Published, published, shapes
from gateway.subscribed import SOURCES
from kernel.envelope import Envelope, envelopes
from kernel.log import Commit, Entry
from kernel.topology import TOPOLOGY

Part = dict[str, Any]

EXCHANGE = {
    "name": TOPOLOGY.events.name,
    "type": TOPOLOGY.events.type,
    "durable": True,
    "autoDelete": False,
}
SHOWN_AT = datetime(2026, 1, 5, 4, tzinfo=UTC)
TEXT, NUMBER = {"type": "string"}, {"type": "integer", "minimum": 1}
ENVELOPE: Part = {
    "type": "object",
    "description": "CloudEvents 1.0, structured JSON.",
    "properties": {
        "specversion": {"const": "1.0"},
        "id": TEXT | {"description": "the source and the position: the same for ever"},
        "source": TEXT | {"description": "whose log it stands in"},
        "type": TEXT | {"description": "guanxi.<service>.<Event>.v<version of its schema>"},
        "subject": TEXT | {"description": "what it happened to: kind and id, as customer/42"},
        "time": TEXT | {"format": "date-time", "description": "when it was recorded"},
        "datacontenttype": {"const": "application/json"},
        "dataschema": TEXT
        | {
            "format": "uri",
            "description": "where `data` is described, in the version that it is told in",
        },
        "position": NUMBER | {"description": "in the source, without a hole"},
        "version": NUMBER | {"description": "within the subject, without a hole"},
        "actor": TEXT | {"description": "who did it"},
        "correlationid": TEXT | {"description": "of the request that began it all"},
        "causationid": TEXT | {"description": "of the event that it followed from"},
        "traceparent": TEXT | {"description": "W3C Trace Context"},
        "knowing": TEXT | {"description": "positions of other sources that it rests on"},
        "withheld": TEXT | {"description": "fields of `data` left out, for a key without persons"},
        "data": {"type": "object", "description": "what happened"},
    },
}
UNSAID = ("actor", "correlationid", "causationid", "traceparent", "knowing")  # where there is none
ENVELOPE["required"] = [
    name for name in ENVELOPE["properties"] if name not in (*UNSAID, "withheld")
]
UNSENT = (
    "data",
    "datacontenttype",
    "dataschema",
    "withheld",
)  # the broker's messages hold all of an event
HEADERS = {
    "type": "object",
    "description": "Everything but the payload again, as text.",
    "properties": {f"ce-{name}": TEXT for name in ENVELOPE["properties"] if name not in UNSENT},
}
PAGE = {
    "type": "object",
    "properties": {
        "events": {"type": "array", "items": {"$ref": "#/components/schemas/Envelope"}},
        "next": {"type": "integer", "description": "the last position looked at"},
        "head": {"type": "integer", "description": "the last position that there is"},
    },
    "required": ["events", "next", "head"],
}
SECURITY = {
    "broker": {"type": "userPassword", "description": "A user that may read its own queue."},
    "bearer": {"type": "http", "scheme": "bearer",
               "description": "An access token or a program's key, of somebody who sees all."},
}  # fmt: skip


def components() -> Part:
    schemas: Part = {"Envelope": ENVELOPE, "Headers": HEADERS, "Page": PAGE}
    for source in SOURCES:
        schemas |= {
            f"{source}.{name}": moved(told, source) for name, told in shapes(source).items()
        }
    schemas |= {one.name: moved(one.schema, one.source) for one in published()}
    messages: Part = {one.name: message(one) for one in published()}
    page = {"name": "page", "title": "A page of the feed", "contentType": "application/json"}
    messages["page"] = page | {"payload": {"$ref": "#/components/schemas/Page"}}
    return {"schemas": schemas, "messages": messages, "securitySchemes": SECURITY}


def message(one: Published) -> Part:
    type_ = f"guanxi.{one.name}"
    said = {
        "type": {"const": type_},
        "source": {"const": f"/guanxi/{one.source}"},
        "data": {"$ref": f"#/components/schemas/{one.name}"},
    }
    within = {"type": "object", "properties": said}
    return {
        "name": type_,
        "title": f"{one.event}, version {one.version}",
        "summary": one.summary,
        "headers": {"$ref": "#/components/schemas/Headers"},
        "payload": {"allOf": [{"$ref": "#/components/schemas/Envelope"}, within]},
        "correlationId": {"location": "$message.payload#/correlationid"},
        "bindings": {"amqp": {"messageType": type_, "contentEncoding": "utf-8",
                              "bindingVersion": "0.3.0"}},
        "examples": [{"payload": shown(one, data)} for data in one.examples],
    }  # fmt: skip


def shown(one: Published, data: Any) -> Envelope:
    """As it is sent, by what sends it."""
    entry = Entry(f"{one.source}/42", 3, one.event, one.version, data)
    meta = {"actor": "ann", "correlation_id": "r1"}
    [sent] = envelopes(one.source, Commit(1041, (entry,), SHOWN_AT, meta))
    return sent


def moved(schema: Any, source: str) -> Any:
    """With its references to where AsyncAPI keeps schemas."""
    if isinstance(schema, list):
        return [moved(one, source) for one in schema]
    if not isinstance(schema, dict):
        return schema
    return {
        key: f"#/components/schemas/{source}.{value.rpartition('/')[2]}"
        if key == "$ref"
        else moved(value, source)
        for key, value in schema.items()
    }

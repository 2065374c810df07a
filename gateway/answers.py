"""How results become responses: receipts, records, pages, plain text."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Protocol
from urllib.parse import quote

from marshmallow import INCLUDE, Schema, fields
from werkzeug import Response

from gateway.asked import Asked
from gateway.conditions import has, tag
from gateway.links import link

JSON = "application/json"


class Answer(Protocol):
    """What a route makes of the result, and how that is described to clients."""

    @property
    def status(self) -> int: ...

    @property
    def media_type(self) -> str: ...

    @property
    def schema(self) -> type[Schema] | None: ...

    @property
    def headers(self) -> Mapping[str, str]: ...

    def respond(self, asked: Asked, result: Any) -> Response: ...


class Shown(Schema):
    """What we answer; clients must expect to see more fields some day."""

    class Meta:
        unknown = INCLUDE


class Receipt(Shown):
    id = fields.String(required=True)
    version = fields.Integer(required=True, metadata={"description": "for `If-Match`"})
    position = fields.String(required=True, metadata={"example": "customer:1041"})


@dataclass(frozen=True)
class Receipted:
    """A command was done; with `location` it created what lies there."""

    location: str | None = None  # "/v1/customers/{id}"
    media_type = JSON
    schema = Receipt

    @property
    def status(self) -> int:
        return 201 if self.location else 200

    @property
    def headers(self) -> Mapping[str, str]:
        created = {"Location": "Where to read what was created."} if self.location else {}
        return {"ETag": "The version, for `If-Match`.", **created}

    def respond(self, asked: Asked, result: Any) -> Response:
        sent = {"ETag": etag(result["version"])}
        if self.location:
            sent["Location"] = self.location.format(id=quote(result["id"], safe=""), **asked.ids)
        return to_json(self.status, result, sent)


@dataclass(frozen=True)
class Record:
    """One thing, with its ETag: 304 for who has read it as it is, `versioned` when it is edited."""

    schema: type[Schema]
    media_type = JSON
    status = 200
    versioned: bool = False

    @property
    def headers(self) -> Mapping[str, str]:
        return {"ETag": "The version, for `If-Match`."} if self.versioned else {}

    def respond(self, asked: Asked, result: Any) -> Response:
        version = result["version"] if self.versioned else None
        if asked.known is None:  # a command: what it tells is not what is read elsewhere
            return to_json(self.status, result, {} if version is None else {"ETag": etag(version)})
        answer = to_json(self.status, result, {})
        answer.headers["ETag"] = current = tag(answer.get_data(), version)
        return Response(None, 304, {"ETag": current}) if has(asked.known, current) else answer


@dataclass(frozen=True)
class Page:
    """A part of a list: `next` and `Link` say where the following part is."""

    item: type[Schema]
    media_type = JSON
    status = 200

    @property
    def schema(self) -> type[Schema]:
        return page_of(self.item)

    @property
    def headers(self) -> Mapping[str, str]:
        return {"Link": 'The first part (`rel="first"`), and the next, unless this is the last.'}

    def respond(self, asked: Asked, result: Any) -> Response:
        kept = [pair for pair in asked.arguments if pair[0] != "cursor"]
        links = [link(asked.path, kept, "first")]
        if cursor := result.get("next"):
            links.append(link(asked.path, [*kept, ("cursor", cursor)], "next"))
        return to_json(self.status, result, {"Link": ", ".join(links)})


@dataclass(frozen=True)
class Text:
    """Text of some kind, made from the result; with `file` for saving under the path's name."""

    media_type: str
    write: Callable[[Any], bytes]
    file: bool = False
    schema = None
    status = 200

    @property
    def headers(self) -> Mapping[str, str]:
        return {"Content-Disposition": "A name to save it under."} if self.file else {}

    def respond(self, asked: Asked, result: Any) -> Response:
        name = asked.path.rpartition("/")[2]  # of letters, digits, dots and dashes only
        sent = {"Content-Disposition": f'attachment; filename="{name}"'} if self.file else {}
        return Response(self.write(result), self.status, sent, content_type=self.media_type)


@cache
def page_of(item: Any) -> type[Schema]:
    items = fields.List(fields.Nested(item), required=True)
    cursor = fields.String(required=True, allow_none=True, metadata={"description": "cursor"})
    page = Shown.from_dict({"items": items, "next": cursor}, name=f"{item.__name__}Page")
    return page


def etag(version: int) -> str:
    return f'"{version}"'


def to_json(status: int, value: Any, headers: Mapping[str, str]) -> Response:
    """Raises ValueError or TypeError for what JSON has not: that is a defect of ours."""
    body = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return Response(body.encode(), status, headers, content_type=JSON)

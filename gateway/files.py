"""Files of a customer over HTTP: attached, downloaded, removed."""

from base64 import b64decode, b64encode
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote

from marshmallow import fields
from werkzeug import Response

from gateway.answers import Receipted, Shown
from gateway.asked import Asked
from gateway.fields import Text
from gateway.http import get, post
from gateway.multipart import File, Form, Upload
from gateway.routes import EVERY_ROLE
from gateway.shape import Query
from kernel.nameko import remote

LARGEST = 20 << 20  # bytes of a file
PART = 512 * 1024  # bytes that go in one call
SECONDS = 100.0
PATH = "/v1/customers/<customer_id>/files"
ONE = f"{PATH}/<file_id>"
KINDS = "PDF, pictures, office documents, plain text, recordings; at most 20 MB"


class AttachFile(Form):
    file = File(LARGEST, metadata={"description": KINDS})
    contact_id = Text(64, metadata={"description": "of the customer; else it is the customer's"})


class FileShown(Shown):
    id = fields.String(required=True)
    name = fields.String(required=True)
    media_type = fields.String(required=True)
    size = fields.Integer(required=True, metadata={"description": "bytes"})
    sha256 = fields.String(required=True)
    contact_id = fields.String(required=True, allow_none=True)
    by = fields.String(required=True)
    at = fields.DateTime(required=True)


class Download:
    """A file as it was sent; saved and never shown, whatever it claims to be."""

    media_type = "application/octet-stream"
    schema = None
    status = 200

    @property
    def headers(self) -> Mapping[str, str]:
        return {"Content-Disposition": "A name to save it under."}

    def respond(self, asked: Asked, result: Iterator[Mapping[str, Any]]) -> Response:
        first = next(result)
        sent = {
            "Content-Disposition": f"attachment; filename*=UTF-8''{quote(first['name'], safe='')}",
            "Content-Length": str(first["size"]),
        }
        pieces = (b64decode(part["data"]) for part in chained(first, result))
        return Response(pieces, self.status, sent, content_type=self.media_type)


def chained(first: Mapping[str, Any], rest: Iterator[Mapping[str, Any]]) -> Iterator[Any]:
    yield first
    yield from rest


class FileRoutes:
    customer = remote("customer")

    @post(
        PATH, roles=EVERY_ROLE, body=AttachFile, answer=Receipted("/v1/customers/{customer_id}"),
        conditional=True, seconds=SECONDS,
    )  # fmt: skip
    def attach_file(self, asked: Asked, customer_id: str) -> Any:
        """Attach a file to a customer, or to one of its contacts; the id is the file's."""
        where = {"customer_id": customer_id, "contact_id": asked.body.get("contact_id")}
        send(self.customer, asked.body["file"], where)
        return self.customer.attach_file(expected=asked.expected, **where)

    @get(ONE, roles=EVERY_ROLE, query=Query, answer=Download(), seconds=SECONDS)
    def download_file(self, asked: Asked, customer_id: str, file_id: str) -> Any:
        """One file, for whoever may see the customer."""
        return parts(self.customer, customer_id=customer_id, file_id=file_id)

    @post(f"{ONE}/remove", roles=EVERY_ROLE, conditional=True)
    def remove_file(self, asked: Asked, customer_id: str, file_id: str) -> Any:
        """Remove a file; what was in it is deleted."""
        return self.customer.remove_file(
            customer_id=customer_id, file_id=file_id, expected=asked.expected
        )


def send(service: Any, upload: Upload, where: Mapping[str, Any]) -> None:
    """In parts: no message of ours is ever large."""
    if service.begin_attachment(name=upload.name, **where)["wanted"]:
        number = 0
        while part := upload.file.read(PART):
            service.put_attachment(number=number, data=b64encode(part).decode())
            number += 1
    upload.file.close()


def parts(service: Any, **which: str) -> Iterator[Mapping[str, Any]]:
    """The first one is there, or refused, before anything is answered."""
    first = service.read_attachment(number=0, **which)

    def following() -> Iterator[Mapping[str, Any]]:
        part = first
        yield part
        while part["next"] is not None:
            part = service.read_attachment(number=part["next"], **which)
            yield part

    return following()

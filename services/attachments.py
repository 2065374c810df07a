"""Files that are attached to something: taken in part by part, and read again part by part.

What they are attached to decides who may do it; here is what all of them have in common.
"""

from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from kernel.blobs import PART, Blob, Blobs
from kernel.form import Form
from kernel.refusal import Invalid
from services import media

LARGEST = 20 << 20  # bytes of a file
LONGEST_NAME = 255


@dataclass(frozen=True)
class Taken:
    """A file of which every part has come."""

    name: str
    media_type: str
    size: int
    sha256: str


class Attached(Protocol):
    """What is remembered of a file wherever it is attached."""

    @property
    def file_id(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def media_type(self) -> str: ...
    @property
    def size(self) -> int: ...


def named(name: Any) -> str:
    """A name that is one on every system."""
    with Form() as form:
        name = media.safe(form.title("file", name, LONGEST_NAME))
    return name or "file"


def begin(blobs: Blobs, file_id: str, name: str, by: str, at: datetime) -> None:
    blobs.sweep(at)
    blobs.begin(file_id, name, by, at)


def put(blobs: Blobs, file_id: str, number: int, data: str) -> None:
    """One part, counted from 0, in base 64."""
    if type(number) is not int or not 0 <= number <= LARGEST // PART:
        raise Invalid("invalid", "parts are numbered from 0")
    try:
        blobs.put(file_id, number, b64decode(data, validate=True))
    except (NotBase64, TypeError, ValueError):
        raise Invalid("invalid", "a part is written in base 64") from None


def taken(blobs: Blobs, file_id: str, by: str) -> Taken:
    """All parts have been put. Invalid for what is empty, or is not what its name says."""
    blob = blobs.finish(file_id, by)
    return Taken(blob.name, media_type(blobs, blob), blob.size, blob.sha256)


def media_type(blobs: Blobs, blob: Blob) -> str:
    sample = next(blobs.read(blob.id), b"")
    with Form() as form:
        if not sample:
            form.wrong("file", "must have something in it")
        return form.read("file", blob.name, lambda name: media.media_type(name, sample), "")


def part(blobs: Blobs, file: Attached, number: Any) -> dict[str, Any]:
    """One part of a file, and what it is."""
    with Form() as form:
        number = form.maybe_version("number", number) or 0
    data = blobs.part(file.file_id, number)
    return {
        "name": file.name, "media_type": file.media_type, "size": file.size,
        "data": b64encode(data).decode(),
        "next": number + 1 if (number + 1) * PART < file.size else None,
    }  # fmt: skip

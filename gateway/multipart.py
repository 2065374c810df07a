"""Forms with a file, read part by part: what is large lies on the disk and never all in memory."""

from dataclasses import dataclass
from hashlib import sha256
from tempfile import SpooledTemporaryFile
from typing import IO, Any, TypeVar

from marshmallow import fields
from werkzeug import Request
from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.formparser import FormDataParser

from gateway.fields import Choice, Text, Value, says
from gateway.problems import UnsupportedMedia
from gateway.shape import Shape, load, without_null
from gateway.strict_json import read_json
from kernel.nameko.uploads import Body
from kernel.refusal import Invalid
from kernel.web import TooLarge

MEDIA_TYPE = "multipart/form-data"
IN_MEMORY = 1 << 20  # bytes of a file
FORM_BYTES = 1 << 18  # of all fields that are no file
MOST_PARTS = 30
OVERHEAD = 1 << 20  # bytes of a body beside its file
PIECE = 1 << 20

T = TypeVar("T")


@dataclass(frozen=True)
class Upload:
    """A file that somebody has sent; `file` is open at its beginning."""

    name: str
    file: IO[bytes]
    size: int
    sha256: str


class File(Value):
    """The part of a form that is a file."""

    default_error_messages = says(required="Please send a file, with its name.")

    def __init__(self, most: int, **options: Any) -> None:
        self.most = most
        shape = {"type": "string", "format": "binary"}
        super().__init__(required=True, metadata=shape | options.pop("metadata", {}), **options)

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> Upload:
        if not isinstance(value, Upload) or not value.name:
            raise self.make_error("required")
        return value


class Form(Shape):
    """A shape with a file: what is text stands there as it is, so that there is no null for it."""

    def on_bind_field(self, field_name: str, field_obj: fields.Field[Any]) -> None:
        if isinstance(field_obj, Text | Choice):
            without_null(field_obj)


def takes_files(shape: Shape) -> bool:
    return any(isinstance(field, File) for field in shape.fields.values())


def read_form(shape: Shape, request: Request) -> dict[str, Any]:
    """The fields, and the files as `Upload`."""
    if request.mimetype != MEDIA_TYPE or not request.mimetype_params.get("boundary"):
        raise UnsupportedMedia("unsupported-media-type", f"Please send a form as {MEDIA_TYPE}.")
    kept: list[IO[bytes]] = []
    try:
        form, files = parsed(request, largest(shape), kept)
        sent = {name: once(name, found) for name, found in files.lists()}
        uploads = {name: uploaded(found, shape.fields.get(name)) for name, found in sent.items()}
        return load(shape, values(shape, form) | uploads)
    except BaseException:
        for file in kept:
            file.close()
        raise


def largest(shape: Shape) -> int:
    return sum(field.most for field in shape.fields.values() if isinstance(field, File))


def parsed(
    request: Request, most: int, kept: list[IO[bytes]]
) -> tuple[MultiDict[str, str], MultiDict[str, FileStorage]]:
    """The files are in `kept`, also when what came after them cannot be read."""

    def spooled(*_: Any, **__: Any) -> Any:
        kept.append(SpooledTemporaryFile(max_size=IN_MEMORY))  # noqa: SIM115  (see above)
        return kept[-1]

    parser = FormDataParser(
        stream_factory=spooled, max_form_memory_size=FORM_BYTES, max_form_parts=MOST_PARTS,
        silent=False,
    )  # fmt: skip
    body: Any = Body(request, most + OVERHEAD)
    try:
        _, form, files = parser.parse(
            body, request.mimetype, request.content_length, request.mimetype_params
        )
    except RequestEntityTooLarge:
        raise too_large(most) from None
    except ValueError:
        raise Invalid("malformed-body", "this is no multipart form that we can read") from None
    return form, files


def values(shape: Shape, form: MultiDict[str, str]) -> dict[str, Any]:
    """Texts as they are, all else as JSON: `true`, `{"电话": "phones"}`; empty is not given."""
    found = {name: (shape.fields.get(name), once(name, sent)) for name, sent in form.lists()}
    given = {name: one for name, one in found.items() if one[1].strip()}
    return {name: written(name, field, text) for name, (field, text) in given.items()}


def written(name: str, field: Any, text: str) -> Any:
    if field is None or isinstance(field, Text | Choice | File):
        return text
    try:
        return read_json(text.encode())
    except Invalid as error:
        message = f"Please send it as JSON: {error.detail}"
        if isinstance(field, fields.Boolean):
            message = "Please send true or false."
        raise Invalid(errors=[{"field": name, "message": message}]) from None


def once(name: str, sent: list[T]) -> T:
    if len(sent) > 1:
        message = "Please give it once; it is there several times."
        raise Invalid(errors=[{"field": name[:100], "message": message}])
    return sent[0]


def uploaded(sent: FileStorage, field: Any) -> Upload:
    """With what tells one file from another; TooLarge when the field says so."""
    digest, size = sha256(), 0
    file: Any = sent.stream
    file.seek(0)
    while piece := file.read(PIECE):
        digest.update(piece)
        size += len(piece)
    file.seek(0)
    if isinstance(field, File) and size > field.most:
        raise too_large(field.most)
    return Upload(base(sent.filename or ""), file, size, digest.hexdigest())


def base(name: str) -> str:
    """Without the folders that some browsers tell."""
    return name.replace("\\", "/").rpartition("/")[2][:255]


def too_large(most: int) -> TooLarge:
    return TooLarge("too-large", f"a file has at most {most} bytes", limit=most)

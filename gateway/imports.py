"""Imports over HTTP: a file of customers sent, followed, looked at row by row, and undone."""

from base64 import b64encode
from typing import Any

from marshmallow import ValidationError, fields

from gateway.answers import Page, Record, Shown
from gateway.answers import Text as Written
from gateway.asked import Asked
from gateway.event_stream import LONGEST, Events
from gateway.fields import Choice, Flag, Text, Value, says
from gateway.http import get, post
from gateway.import_events import followed
from gateway.import_progress import progress
from gateway.import_tables import (
    CSV,
    XLSX,
    Rejects,
    Requested,
    template_csv,
    template_xlsx,
)
from gateway.multipart import File, Form, Upload
from gateway.queries import Listing
from gateway.routes import MANAGERS
from gateway.shape import Query
from kernel.nameko import remote

LARGEST = 64 << 20  # bytes of a file
PART = 512 * 1024  # bytes that go in one call
SECONDS = 100.0
POLICIES = ("skip", "update", "append")
PATH = "/v1/imports/<import_id>"


class Mapping(Value, fields.Dict):
    """Which field each column means, by its header."""

    default_error_messages = says(
        invalid='Please send an object such as {{"电话": "phones"}}.',
        texts="Please send headers and fields as texts.",
    )

    def __init__(self, **options: Any) -> None:
        says_so = {
            "description": 'JSON, header → field: {"客户名称": "name", "电话": "phones"}. '
            "Which fields there are, /v1/imports/columns says; a name or a company must be among "
            "them. Columns of one field add up (first name and last name, three telephones), those "
            "that are not named are left out. Without a mapping it is what the headers suggest. "
            "`contact.name`, `contact.role` and `contact.phones` are of a person there; "
            "`fields.<id>` is a field of your own",
            "additionalProperties": {"type": "string"},
            "example": {"First Name": "name", "Last Name": "name", "Phone 1": "phones"},
        }
        super().__init__(metadata=says_so, **options)

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> Any:
        if not isinstance(value, dict):
            raise self.make_error("invalid")
        if not all(isinstance(field, str) for field in value.values()):
            raise ValidationError(self.error_messages["texts"])
        return value


class LookAtFile(Form):
    file = File(LARGEST)


class RequestImport(Form):
    file = File(LARGEST, metadata={"description": "CSV or XLSX, the first row with headers"})
    mapping = Mapping()
    policy = Choice(
        *POLICIES,
        says="for rows whose phone, e-mail, messenger or code a customer has already, or, where a "
        "row has none of these, that was imported before: skip it, which is what is done when "
        "nothing is said; update the customer with what the row gives; append what the customer "
        "lacks. Their owner stays",
    )
    pool = Text(
        100, metadata={"description": "for rows that name neither owner nor pool; else public"}
    )
    region = Text(2, metadata={"description": "where a number without + is rung: CN, US, …"})
    keep_invalid_phones = Flag(metadata={"description": "else such a row is rejected"})
    dry_run = Flag(metadata={"description": "the same report, and nothing is written"})


class FileColumn(Shown):
    header = fields.String(required=True)
    field = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "what it probably means; null: nothing that we know"},
    )
    sample = fields.List(
        fields.String(), required=True, metadata={"description": "of the first rows"}
    )


class Looked(Shown):
    kind = fields.String(required=True, metadata={"enum": ["csv", "xlsx"]})
    encoding = fields.String(required=True, metadata={"example": "gb18030"})
    rows = fields.Integer(required=True, metadata={"description": "without the headers"})
    columns = fields.List(fields.Nested(FileColumn), required=True)
    fields_ = fields.List(
        fields.String(),
        required=True,
        data_key="fields",
        metadata={"description": "all that a `mapping` may name"},
    )


class Import(Shown):
    id = fields.String(required=True)
    version = fields.Integer(required=True)
    state = fields.String(
        required=True,
        metadata={"enum": ["running", "finished", "failed", "undoing", "undone"]},
    )
    phase = fields.String(
        required=True,
        allow_none=True,
        metadata={
            "enum": ["writing", "listing", "undoing", None],
            "description": "writing rows; listing: all are written, and the lists come after them; "
            "undoing; null: it has come to its end",
        },
    )
    file = fields.String(required=True)
    rows = fields.Integer(required=True)
    written = fields.Integer(
        required=True, metadata={"description": "rows that are dealt with by now"}
    )
    read = fields.Integer(
        required=True, metadata={"description": "of these, what the lists show already"}
    )
    added = fields.Integer(required=True)
    updated = fields.Integer(required=True)
    unchanged = fields.Integer(required=True)
    skipped = fields.Integer(required=True)
    rejected = fields.Integer(required=True)
    reasons = fields.Dict(
        required=True,
        metadata={
            "description": "why rows added nothing, and how many for each: duplicate (a customer "
            "has this phone or e-mail), duplicate-in-file, held-by-others (it is of a customer "
            "that you do not see, to whom nothing is done), several-customers, unknown-pool, "
            "holding-cap, invalid; row by row in rejects.csv",
            "example": {"duplicate": 9981, "invalid": 19},
        },
    )
    rows_per_second = fields.Float(required=True)
    remaining_seconds = fields.Float(
        required=True,
        allow_none=True,
        metadata={"description": "of writing; null: nobody knows, or it is at something else"},
    )
    policy = fields.String(required=True)
    pool = fields.String(required=True)
    dry_run = fields.Boolean(required=True)
    by = fields.String(required=True)
    requested_at = fields.DateTime(required=True)
    ended_at = fields.DateTime(required=True, allow_none=True)
    failure = fields.Dict(required=True, allow_none=True)
    undo = fields.Dict(required=True, allow_none=True)


class ImportRoutes:
    customer = remote("customer")
    analytics = remote("analytics")

    @post(
        "/v1/imports", roles=MANAGERS, body=RequestImport, answer=Requested("/v1/imports/{id}"),
        seconds=SECONDS,
    )  # fmt: skip
    def request_import(self, asked: Asked) -> Any:
        """Import customers from a CSV or XLSX file, in the background.

        `Location` is where to see how far it is. Nobody is added twice: a row whose phone or e-mail
        a customer has already adds nothing (`policy`), so a file may be sent again at any time.
        Look at the file with `/v1/imports/columns` first when its headers are your own, and try
        with `dry_run`.
        """
        wanted = dict(asked.body)
        upload_id = stored(self.customer, wanted.pop("file"))
        return self.customer.request_import(upload_id=upload_id, **wanted)

    @post(
        "/v1/imports/columns", roles=MANAGERS, body=LookAtFile, answer=Record(Looked),
        seconds=SECONDS,
    )  # fmt: skip
    def look_at_file(self, asked: Asked) -> Any:
        """What is in a file and what its columns probably mean; nothing is kept.

        From `columns` and `fields` you make the `mapping` that `POST /v1/imports` takes.
        """
        return self.customer.look_at_upload(upload_id=stored(self.customer, asked.body["file"]))

    @get("/v1/imports", roles=MANAGERS, query=Listing, answer=Page(Import))
    def list_imports(self, asked: Asked) -> Any:
        """Imports of your own and of people whose customers you see, the last one first."""
        return self.analytics.imports(**asked.filters)

    @get(PATH, roles=MANAGERS, answer=Record(Import))
    def read_import(self, asked: Asked, import_id: str) -> Any:
        """How far an import is, and what came of its rows.

        It can be asked at once, and has come to its end when `state` is finished, failed or undone.
        `written` goes ahead while it runs, and never back; `read`, the sum of what was added,
        updated, unchanged, skipped and rejected, comes after it (`phase`), for lists wait until an
        import has passed. `reasons` say why rows added nothing.
        """
        return self._progress(asked, import_id)

    @get(f"{PATH}/events", roles=MANAGERS, answer=Events(), seconds=LONGEST)
    def follow_import(self, asked: Asked, import_id: str) -> Any:
        """How far an import is, as server-sent events until it has come to its end."""
        return followed(lambda: self._progress(asked, import_id))

    @get(f"{PATH}/rejects.csv", roles=MANAGERS, query=Query, answer=Rejects(),
         seconds=SECONDS)  # fmt: skip
    def download_rejects(self, asked: Asked, import_id: str) -> Any:
        """The rows that added nothing, as they were sent, each with its line and the reason.

        Mend them in a spreadsheet and send the file again: the columns that we have put before
        yours are left out of the import. They are kept for 90 days (GUANXI_REJECTS_DAYS).
        """
        return Rejects.pages(self.customer, import_id)

    @post(f"{PATH}/undo", roles=MANAGERS)
    def undo_import(self, asked: Asked, import_id: str) -> Any:
        """Take back what an import has added and edited, but what was touched since."""
        return self.customer.undo_import(import_id=import_id)

    def _progress(self, asked: Asked, import_id: str) -> dict[str, Any]:
        return progress(
            lambda: self.analytics.read_import(import_id=import_id, **asked.filters),
            lambda: self.customer.import_told(import_id=import_id),
        )

    @get("/v1/imports/template.csv", roles=MANAGERS, query=Query,
         answer=Written(CSV, template_csv, file=True))  # fmt: skip
    def download_template(self, asked: Asked) -> Any:
        """An empty table with our headers, as CSV."""
        return self.customer.import_columns()

    @get("/v1/imports/template.xlsx", roles=MANAGERS, query=Query,
         answer=Written(XLSX, template_xlsx, file=True))  # fmt: skip
    def download_workbook(self, asked: Asked) -> Any:
        """An empty table with our headers, as a workbook that keeps long numbers as text."""
        return self.customer.import_columns()


def stored(customer: Any, upload: Upload) -> str:
    """The file goes to the service in parts: no message of ours is ever large."""
    id: str = customer.begin_upload(name=upload.name)["id"]
    number = 0
    while part := upload.file.read(PART):
        customer.put_upload(upload_id=id, number=number, data=b64encode(part).decode())
        number += 1
    upload.file.close()
    return id

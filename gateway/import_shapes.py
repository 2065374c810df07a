"""What is sent and answered about imports."""

from typing import Any

from marshmallow import ValidationError, fields

from gateway.answers import Shown
from gateway.fields import Choice, Flag, Text, Value, says
from gateway.multipart import File, Form

LARGEST = 64 << 20  # bytes of a file
POLICIES = ("skip", "update", "append")


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

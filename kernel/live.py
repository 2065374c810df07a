"""Which generation of a group's rows is read and written: one document in `generations` says so."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from bson.codec_options import CodecOptions, TypeCodec, TypeRegistry
from bson.decimal128 import Decimal128
from pymongo import IndexModel, ReadPreference, timeout
from pymongo.client_session import ClientSession
from pymongo.collection import Collection
from pymongo.database import Database
from pymongo.errors import OperationFailure
from pymongo.read_concern import ReadConcern
from pymongo.write_concern import WriteConcern

from kernel.group import Group
from kernel.refusal import Unavailable

EXISTS = 48
INDEXING = 3_600.0  # seconds
FORMAT = 1  # of the document that names the live generation
FIRST = 1  # the generation of a group that has never been rebuilt
Documents = Database[dict[str, Any]]


class DecimalCodec(TypeCodec):
    """Money in rows is Decimal in Python and Decimal128 in MongoDB."""

    python_type = Decimal
    bson_type = Decimal128

    def transform_python(self, value: Any) -> Decimal128:
        return Decimal128(value)

    def transform_bson(self, value: Any) -> Decimal:
        decimal: Decimal = value.to_decimal()
        return decimal


OPTIONS: CodecOptions[dict[str, Any]] = CodecOptions(
    tz_aware=True, type_registry=TypeRegistry([DecimalCodec()])
)


@dataclass(frozen=True, slots=True)
class Generations:
    """The document; a group without one lives in its first generation."""

    live: int = FIRST
    previous: int | None = None  # kept for switching back
    building: int | None = None


def durable(database: Documents) -> Documents:
    """The same database, read and written so that nothing seen can be rolled back."""
    return database.with_options(
        codec_options=OPTIONS,
        read_preference=ReadPreference.PRIMARY,
        read_concern=ReadConcern("majority"),
        write_concern=WriteConcern("majority"),
    )


def generations(
    database: Documents, group: str, session: ClientSession | None = None
) -> Generations:
    found = database["generations"].find_one({"_id": group}, session=session) or {}
    if found.get("format", FORMAT) > FORMAT:
        raise Unavailable(
            "newer-format", f"the generations of {group} are kept by a newer version: deploy that"
        )
    return Generations(found.get("live", FIRST), found.get("previous"), found.get("building"))


def rows_of(database: Documents, projection: str, generation: int) -> Collection[dict[str, Any]]:
    return database[f"{projection}.g{generation}"]


def checkpoint_id(group: str, generation: int) -> str:
    return f"{group}.g{generation}"


def prepare(database: Documents, group: Group, generation: int) -> None:
    """Make the collections and indexes of a generation; those that exist stay.

    The indexes of a million rows take longer than any query may.
    """
    with timeout(INDEXING):
        there = set(database.list_collection_names())
        for projection in group.projections:
            rows = rows_of(database, projection.name, generation)
            if rows.name not in there:
                create(database, rows.name)
            if projection.indexes:  # all of them in one pass over the rows
                rows.create_indexes([model(index) for index in projection.indexes])


def model(index: Any) -> IndexModel:
    return index if isinstance(index, IndexModel) else IndexModel(index)


def create(database: Documents, name: str) -> None:
    try:
        database.create_collection(name, check_exists=False)
    except OperationFailure as error:
        if error.code != EXISTS:  # another worker has just made it
            raise

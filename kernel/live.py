"""Which generation of a group's rows is read and written: one document in `generations` says so."""

import re
from collections.abc import Container, Iterable
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
    newer: bool = False  # the document is that of a newer program, and the numbers are a guess


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
    """Unavailable `newer-format` when a newer program says it in a way unknown here."""
    found = told(database, group, session)
    if found.newer:
        raise Unavailable(
            "newer-format",
            f"the generations of {group} are kept by a newer version: deploy that version, or "
            "./crm rebuild --all builds the rows anew for this one",
            retry_after=30,
        )
    return found


def told(database: Documents, group: str, session: ClientSession | None = None) -> Generations:
    """The same for who builds anew: of a newer program the newest rows are taken for the live."""
    found = database["generations"].find_one({"_id": group}, session=session) or {}
    if found.get("format", FORMAT) > FORMAT:
        return Generations(newest(database, group, session), newer=True)
    return Generations(found.get("live", FIRST), found.get("previous"), found.get("building"))


def newest(database: Documents, group: str, session: ClientSession | None) -> int:
    ours = {"_id": {"$regex": rf"^{re.escape(group)}\.g\d+$"}}
    found = database["checkpoints"].find(ours, {"_id": 1}, session=session)
    return max((int(one["_id"].rpartition(".g")[2]) for one in found), default=FIRST)


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
            if sums := projection.sums:
                prepare_sums(rows_of(database, sums.name, generation), sums.indexes, there)


def prepare_sums(
    rows: Collection[dict[str, Any]], indexes: Iterable[Any], there: Container[str]
) -> None:
    if rows.name not in there:
        create(rows.database, rows.name)
    if models := [model(index) for index in indexes]:
        rows.create_indexes(models)


def model(index: Any) -> IndexModel:
    return index if isinstance(index, IndexModel) else IndexModel(index)


def create(database: Documents, name: str) -> None:
    try:
        database.create_collection(name, check_exists=False)
    except OperationFailure as error:
        if error.code != EXISTS:  # another worker has just made it
            raise

"""Files of customers: asked for, taken in batch by batch, finished; and undone.

A batch stands in one commit with the customers that it brings in: their own events say who they
are. Rows are named by the line of the file that they begin in.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from services.customer.published.profile import PERSONAL


@dataclass(frozen=True)
class ImportedColumn:
    header: str
    field: str  # of the profile; owner, pool


@dataclass(frozen=True)
class ImportRequested:
    import_id: str
    file: Annotated[str, PERSONAL]  # its name
    size: int  # bytes
    sha256: str
    rows: int
    columns: tuple[ImportedColumn, ...]
    policy: str  # for those who are customers already: skip, update, append
    pool: str  # for rows that name no owner
    region: str  # where numbers without country code are rung
    keep_invalid_phones: bool
    dry_run: bool  # looked at, and nothing written
    by: str
    at: datetime


@dataclass(frozen=True)
class RowTold:
    """Of a row that added no customer what came of it."""

    line: int
    outcome: str  # updated, unchanged, skipped, rejected
    reason: str | None  # duplicate, duplicate-in-file, held-by-others, invalid, holding-cap, …
    customer_id: str | None  # who was updated, or has the phone or address already
    first_line: int | None  # of the same file, where it stands already


@dataclass(frozen=True)
class ImportRowsTaken:
    import_id: str
    first_row: int  # counted from 0, without the header and empty lines
    rows: int
    added: int
    told: tuple[RowTold, ...]
    by: str
    at: datetime


@dataclass(frozen=True)
class ImportFinished:
    import_id: str
    by: str
    at: datetime


@dataclass(frozen=True)
class ImportFailed:
    """It cannot be gone on with; what was taken in stays, and may be undone."""

    import_id: str
    reason: str
    detail: Annotated[str, PERSONAL]
    by: str
    at: datetime


@dataclass(frozen=True)
class ImportUndoRequested:
    import_id: str
    by: str
    at: datetime


@dataclass(frozen=True)
class RowKept:
    """A customer that was touched since, and therefore left as it is."""

    customer_id: str
    reason: str  # touched
    what: str  # the first event that has happened to it since


@dataclass(frozen=True)
class ImportRowsUndone:
    import_id: str
    upto: int  # position of the batch that this undoes
    removed: int
    restored: int
    kept: tuple[RowKept, ...]
    by: str
    at: datetime


@dataclass(frozen=True)
class ImportUndone:
    import_id: str
    by: str
    at: datetime


ImportEvent = (
    ImportRequested
    | ImportRowsTaken
    | ImportFinished
    | ImportFailed
    | ImportUndoRequested
    | ImportRowsUndone
    | ImportUndone
)

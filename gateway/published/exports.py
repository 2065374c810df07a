"""Who takes how much of the company's data away: published facts, since it may never come back."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

PERSONAL = "personal"


@dataclass(frozen=True)
class ExportBegun:
    """Recorded before the first line is sent."""

    export_id: str
    of: str  # customers, follow-ups, opportunities, commitments
    format: str  # jsonl, csv, xlsx
    asked: Annotated[str, PERSONAL]  # the filters, as JSON
    visibility: str  # own, team, all: whose records the asker sees
    as_of: tuple[str, ...]  # the last position of each source that it contains
    by: str
    at: datetime


@dataclass(frozen=True)
class ExportEnded:
    export_id: str
    rows: int  # that were sent
    whole: bool  # false: it broke off, or its reader went away
    by: str
    at: datetime


@dataclass(frozen=True)
class ExportRightGiven:
    """May a person take whole lists away? Nobody may until it is said."""

    person: str
    allowed: bool
    by: str
    at: datetime


ExportEvent = ExportBegun | ExportEnded

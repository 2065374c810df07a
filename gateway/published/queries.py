"""What happens to the queries that people keep."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from gateway.published.exports import PERSONAL


@dataclass(frozen=True)
class QuerySaved:
    """For the first time, or as it is from now on."""

    query_id: str
    name: Annotated[str, PERSONAL]
    asked: Annotated[str, PERSONAL]  # JSON; its language may grow, and what was saved still reads
    chart: str | None  # bar, line, pie, funnel
    owner: str
    by: str
    at: datetime


@dataclass(frozen=True)
class QueryShared:
    """With these and nobody else, besides its owner; a team means those below it too."""

    query_id: str
    people: tuple[str, ...]
    teams: tuple[str, ...]  # ids
    everybody: bool
    by: str
    at: datetime


@dataclass(frozen=True)
class QueryDeleted:
    query_id: str
    by: str
    at: datetime


QueryEvent = QuerySaved | QueryShared | QueryDeleted

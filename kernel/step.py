"""An event of a batch, opened, with the rows that it concerns; and one that could not be taken."""

from collections.abc import Iterable
from dataclasses import dataclass

from kernel.envelope import Envelope
from kernel.event import Recorded
from kernel.subscription import source_of
from kernel.table import Table

Stream = tuple[str, str]  # source, stream
BEHIND = "waits behind an earlier event of its stream"


@dataclass(slots=True)
class Parked:
    """An event that could not be taken, or that follows one in its stream."""

    source: str
    stream: str
    position: int
    envelope: Envelope
    error: str


@dataclass(slots=True)
class Step:
    """One event of a batch, opened."""

    envelope: Envelope
    recorded: Recorded | None
    work: tuple[tuple[Table, tuple[str, ...]], ...] = ()
    error: str = ""
    broken: bool = False  # it is no event of ours: the log's own copy may be


def stream_of(step: Step) -> Stream:
    return source_of(step.envelope), step.envelope["subject"]


def to_do(envelope: Envelope, recorded: Recorded, tables: Iterable[Table]) -> Step:
    try:
        work = tuple((table, table.projection.keys(recorded)) for table in tables)
    except Exception as error:  # a projection's key may fail in any way
        return Step(envelope, None, error=describe(error))
    return Step(envelope, recorded, work)


def begun(table: Table, step: Step) -> bool:
    return step.recorded is not None and isinstance(step.recorded.event, table.projection.begins)


def describe(error: BaseException) -> str:
    return f"{type(error).__name__}: {error}"[:500]

"""One export: that it was begun, by whom and of what, and how much of it was sent."""

from dataclasses import dataclass, replace
from datetime import datetime

from gateway.events import ExportBegun, ExportEnded, ExportEvent
from kernel import Aggregate


@dataclass(frozen=True)
class Export:
    by: str = ""
    ended: bool = False


def begin(
    export: Export,
    id: str,
    of: str,
    format: str,
    asked: str,
    visibility: str,
    as_of: tuple[str, ...],
    by: str,
    at: datetime,
) -> list[ExportEvent]:
    return [] if export.by else [ExportBegun(id, of, format, asked, visibility, as_of, by, at)]


def end(export: Export, id: str, rows: int, whole: bool, at: datetime) -> list[ExportEvent]:
    if export.ended or not export.by:
        return []
    return [ExportEnded(id, rows, whole, export.by, at)]


def evolve(export: Export, event: ExportEvent) -> Export:
    return replace(export, by=event.by, ended=isinstance(event, ExportEnded))


EXPORT = Aggregate("export", Export(), evolve, ExportEvent, implicit=True)

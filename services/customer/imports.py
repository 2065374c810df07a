"""An import: how far it is, and what may be done with it next."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import assert_never

from kernel import Aggregate, NotFound, Rejected
from kernel.context import Context
from services.customer.events import (
    ImportedColumn,
    ImportEvent,
    ImportFailed,
    ImportFinished,
    ImportRequested,
    ImportRowsTaken,
    ImportRowsUndone,
    ImportUndone,
    ImportUndoRequested,
    RowKept,
    RowTold,
)
from services.rights import require_lead

POLICIES = ("skip", "update", "append")


@dataclass(frozen=True)
class Plan:
    """What is to be done with a file."""

    columns: tuple[ImportedColumn, ...] = ()
    policy: str = "skip"
    pool: str = "public"
    region: str = "CN"
    keep_invalid_phones: bool = False
    dry_run: bool = False


@dataclass(frozen=True)
class File:
    name: str
    size: int
    sha256: str
    rows: int


@dataclass(frozen=True)
class Import:
    id: str = ""
    state: str = ""  # running, finished, failed, undoing, undone
    by: str = ""  # on whose behalf
    asked_by: str = ""  # whose it is, also when somebody else undoes it
    rows: int = 0
    taken: int = 0  # rows; the next batch begins here
    plan: Plan = Plan()
    undone_upto: int = 0  # position of the last batch that has been undone
    met: Mapping[str, int] = field(default_factory=dict, hash=False)  # customers, and by which line
    file: str = ""
    asked_at: datetime | None = None
    removed: int = 0  # customers that its undoing has archived by now
    restored: int = 0
    kept: int = 0


def require_sight(made: Import, asker: Context, import_id: str) -> None:
    """One's own, and those of people whose records one sees; others do not exist."""
    require_lead(asker, "see imports")
    if not (made.id and asker.sees(made.asked_by)):
        raise NotFound(what="import", id=import_id)


def request(
    made: Import, asker: Context, import_id: str, file: File, plan: Plan, at: datetime
) -> list[ImportEvent]:
    require_lead(asker, "import customers")
    return [
        ImportRequested(
            import_id, file.name, file.size, file.sha256, file.rows, plan.columns, plan.policy,
            plan.pool, plan.region, plan.keep_invalid_phones, plan.dry_run, asker.actor, at,
        )
    ]  # fmt: skip


def take(
    made: Import, first_row: int, rows: int, added: int, told: Sequence[RowTold], at: datetime
) -> list[ImportEvent]:
    """Somebody else may have taken these rows already, or the import may have been stopped."""
    if made.state != "running" or made.taken != first_row:
        return []
    return [ImportRowsTaken(made.id, first_row, rows, added, tuple(told), made.by, at)]


def finish(made: Import, at: datetime) -> list[ImportEvent]:
    return [ImportFinished(made.id, made.by, at)] if made.state == "running" else []


def fail(made: Import, reason: str, detail: str, at: datetime) -> list[ImportEvent]:
    if made.state != "running":
        return []
    return [ImportFailed(made.id, reason, detail, made.by, at)]


def undo(made: Import, asker: Context, at: datetime) -> list[ImportEvent]:
    """One that is running stops where it is."""
    require_sight(made, asker, made.id)
    if made.plan.dry_run:
        raise Rejected("nothing-to-undo", "a dry run has written nothing")
    if made.state in ("undoing", "undone"):
        return []
    return [ImportUndoRequested(made.id, asker.actor, at)]


def take_back(
    made: Import, upto: int, removed: int, restored: int, kept: Sequence[RowKept], at: datetime
) -> list[ImportEvent]:
    """The batch at that position, unless somebody else has undone it already."""
    if made.state != "undoing" or made.undone_upto >= upto:
        return []
    return [ImportRowsUndone(made.id, upto, removed, restored, tuple(kept), made.by, at)]


def end_undo(made: Import, at: datetime) -> list[ImportEvent]:
    return [ImportUndone(made.id, made.by, at)] if made.state == "undoing" else []


def evolve(made: Import, event: ImportEvent) -> Import:
    match event:
        case ImportRequested():
            return begun(event)
        case ImportRowsTaken():
            met = {**made.met, **met_by(event.told)}
            return replace(made, taken=event.first_row + event.rows, met=met)
        case ImportRowsUndone():
            return undone(made, event)
        case ImportUndoRequested():
            return replace(made, state="undoing", by=event.by)
        case ImportFinished() | ImportFailed() | ImportUndone():
            return replace(made, state=ENDS[type(event)])
        case _:
            assert_never(event)


def undone(made: Import, event: ImportRowsUndone) -> Import:
    return replace(
        made,
        undone_upto=event.upto,
        removed=made.removed + event.removed,
        restored=made.restored + event.restored,
        kept=made.kept + len(event.kept),
    )


def met_by(told: Sequence[RowTold]) -> dict[str, int]:
    """Who was a customer already, and is not to be written over by a later line of the file."""
    known = [one for one in told if one.outcome in ("updated", "unchanged")]
    return {one.customer_id: one.line for one in known if one.customer_id}


ENDS: dict[type, str] = {
    ImportFinished: "finished",
    ImportFailed: "failed",
    ImportUndone: "undone",
}


def begun(event: ImportRequested) -> Import:
    plan = Plan(
        event.columns, event.policy, event.pool, event.region,
        event.keep_invalid_phones, event.dry_run,
    )  # fmt: skip
    return Import(
        event.import_id, "running", event.by, event.by, event.rows,
        plan=plan, file=event.file, asked_at=event.at,
    )  # fmt: skip


IMPORT = Aggregate("import", Import(), evolve, ImportEvent)

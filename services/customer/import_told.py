"""How far an import is, as who writes it knows: the lists come after it."""

from typing import Any

from kernel.rfc3339 import dump_time
from services.customer.imports import Import


def told(made: Import, version: int) -> dict[str, Any]:
    """Of what came of its rows nothing, for that the lists add up."""
    assert made.asked_at
    return {
        "id": made.id,
        "version": version,
        "state": made.state,
        "file": made.file,
        "rows": made.rows,
        "written": made.taken,
        "policy": made.plan.policy,
        "pool": made.plan.pool,
        "dry_run": made.plan.dry_run,
        "by": made.asked_by,
        "requested_at": dump_time(made.asked_at),
        "undo": undo(made) if made.state in ("undoing", "undone") else None,
    }


def undo(made: Import) -> dict[str, Any]:
    return {
        "by": made.by, "removed": made.removed, "restored": made.restored, "kept": made.kept,
    }  # fmt: skip

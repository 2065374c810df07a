"""Rows as they are and as they must be."""

from typing import Any

from kernel.engine import Engine
from kernel.group import Group
from kernel.live import Documents, durable, rows_of
from kernel.switching import advance
from kernel.table import as_stored
from tests.game import World, folded, group


def caught_up(database: Documents, world: World, made: Group | None = None) -> Engine:
    """The live rows, brought to the end of both logs."""
    engine = Engine(database, made or group())
    advance(engine, world.fetch, world.heads)
    return engine


def stored(database: Documents, generation: int = 1) -> dict[str, dict[str, Any]]:
    return {
        name: {row["_id"]: row for row in rows_of(durable(database), name, generation).find()}
        for name in ("totals", "tally")
    }


def expected(world: World) -> dict[str, dict[str, Any]]:
    return {name: as_stored(rows) for name, rows in folded(world, group().projections).items()}

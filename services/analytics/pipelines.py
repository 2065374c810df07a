"""Pipelines: a list, and each with the versions that deals run on."""

from typing import Any

from kernel.event import Recorded
from kernel.projection import Projection, Row
from kernel.refusal import NotFound
from services.analytics.pages import Order, page
from services.analytics.plain import plain, time
from services.analytics.reading import Documents, find, find_one
from services.pipeline.events import (
    DEFAULT,
    FIRST_VERSION,
    PipelineEvent,
    PipelinePublished,
    PipelineRetired,
)

BY_ID = Order("_id", "_id")
MOST = 1_000  # pipelines that a company has
MOST_VERSIONS = 200  # that are kept for looking at, the newest
CLOSED = ("won", "lost")
FIRST: Row = {
    "version": 1, "stages": plain(FIRST_VERSION), "to_win": [], "published_by": None,
    "published_at": None,
}  # fmt: skip


def evolve(row: Row, recorded: Recorded) -> Row:
    event: PipelineEvent = recorded.event
    told = {"version": recorded.version}
    if isinstance(event, PipelineRetired):
        return row | told | {"retired": True}
    before: list[Row] = row["versions"] if "versions" in row else implicit(row["_id"])["versions"]
    versions = [published(event), *before][:MOST_VERSIONS]
    return row | told | {"name": event.name, "retired": False, "versions": versions}


def published(event: PipelinePublished) -> Row:
    return {
        "version": event.version,
        "stages": plain(event.stages),
        "to_win": plain(event.to_win),
        "published_by": event.by,
        "published_at": event.at,
    }


def implicit(id: str) -> Row:
    """The default pipeline is there before anybody has published anything."""
    versions = [FIRST] if id == DEFAULT else []
    return {"_id": id, "version": 0, "name": id, "retired": False, "versions": versions}


PIPELINES = Projection(
    "pipelines", PipelineEvent, lambda recorded: str(recorded.event.pipeline_id), evolve
)


def pipelines(rows: Documents, limit: int | None = None, cursor: str | None = None) -> Row:
    found, following = page(rows, {}, BY_ID, limit, cursor)
    items = [shown(row) for row in found]
    if not cursor and not find(rows, {"_id": DEFAULT}, BY_ID.sort, 1):
        items.insert(0, shown(implicit(DEFAULT)))
    return {"items": items, "next": following}


def pipeline(rows: Documents, pipeline_id: str) -> Row:
    return shown(row_of(rows, pipeline_id))


def row_of(rows: Documents, pipeline_id: str) -> Row:
    if row := find_one(rows, {"_id": pipeline_id}):
        return row
    if pipeline_id == DEFAULT:
        return implicit(DEFAULT)
    raise NotFound(what="pipeline", id=pipeline_id)


def every_stage(rows: Documents) -> list[str]:
    """Of any version of any pipeline, won and lost included."""
    known = [implicit(DEFAULT), *find(rows, {}, BY_ID.sort, MOST)]
    return list(dict.fromkeys(id for row in known for id, _ in columns(row)))


def columns(row: Row) -> list[tuple[str, str]]:
    """The stages of a board with their names: those of the newest version, then those on which
    deals of older ones may still stand, then won and lost.
    """
    names: dict[str, str] = {}
    for version in row["versions"]:
        for stage in version["stages"]:
            names.setdefault(stage["id"], stage["name"])
    return [*names.items(), *((stage, stage) for stage in CLOSED)]


def shown(row: Row) -> dict[str, Any]:
    plainly = {name: row[name] for name in ("version", "name", "retired")}
    versions = [one | {"published_at": time(one["published_at"])} for one in row["versions"]]
    return {"id": row["_id"]} | plainly | {"stages": versions[0]["stages"], "versions": versions}

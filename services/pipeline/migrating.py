"""Running deals move to another version of their pipeline: each stage becomes one of the new."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from kernel import Aggregate, Invalid, NotFound
from services.pipeline.events import (
    MigrationEvent,
    OpportunitiesMigrated,
    OpportunityEvent,
    OpportunityMigrated,
    StageMapped,
)
from services.pipeline.pipelines import Pipeline, Version
from services.pipeline.remembered import CLOSED, Opportunity


@dataclass(frozen=True)
class Migration:
    """What was moved so far is told by the deals."""


def require_target(pipeline: Pipeline, pipeline_id: str, number: int | None) -> Version:
    newest = pipeline.newest(pipeline_id)
    if newest is None:
        raise NotFound(what="pipeline", id=pipeline_id)
    if number is None:
        return newest
    if found := pipeline.version(pipeline_id, number):
        return found
    says = f"{pipeline_id} has no version {number}: it has 1 to {newest.number}"
    raise NotFound(detail=says, what="version", id=str(number))


def require_mapping(
    mapping: Mapping[str, str], version: Version, pipeline: Pipeline, pipeline_id: str
) -> None:
    """From stages that a version has had, to stages that this one has."""
    if strange := [to for to in mapping.values() if to not in version.ids]:
        raise wrong("mapping", f"{', '.join(strange)} is no stage of version {version.number}")
    if strange := sorted(mapping.keys() - pipeline.stages(pipeline_id)):
        raise wrong("mapping", f"{', '.join(strange)} is no stage of any version")


def require_cursor(deal: Opportunity, pipeline_id: str) -> None:
    """It is the last deal that was looked at, which may have been closed since."""
    if deal.pipeline_id != pipeline_id or not deal.id:
        raise wrong("cursor", "must be the `next` of the answer before, or be left out")


def wrong(field: str, says: str) -> Invalid:
    return Invalid("invalid", says, errors=[{"field": field, "message": says}])


def target(deal: Opportunity, mapping: Mapping[str, str], version: Version) -> str | None:
    """A stage of the same id is the same stage, unless it is mapped."""
    to = mapping.get(deal.stage, deal.stage)
    return to if to in version.ids else None


def stays(deal: Opportunity, mapping: Mapping[str, str], version: Version) -> str | None:
    """Why it stays where it is, or None."""
    if deal.stage in CLOSED:
        return "closed"
    if deal.pipeline_version == version.number:
        return "there-already"
    return None if target(deal, mapping, version) else "stage-not-mapped"


def migrate(
    deal: Opportunity, mapping: Mapping[str, str], version: Version, by: str, at: datetime
) -> list[OpportunityEvent]:
    to = target(deal, mapping, version)
    if to is None or stays(deal, mapping, version):
        return []
    stage = version.stage(to)
    assert stage
    return [
        OpportunityMigrated(
            deal.id, deal.customer_id, deal.pipeline_id, deal.pipeline_version, version.number,
            deal.stage, to, by, at, stage.probability, stage.expected_days,
        )
    ]  # fmt: skip


def tell(
    migration: Migration,
    pipeline_id: str,
    version: Version,
    mapping: Mapping[str, str],
    looked_at: Sequence[str],
    after: str,
    moved: int,
    by: str,
    at: datetime,
) -> list[MigrationEvent]:
    """The batch, in one commit with each of its deals."""
    mapped = tuple(StageMapped(was, to) for was, to in mapping.items())
    about = (pipeline_id, version.number, mapped, after, looked_at[-1], moved)
    return [OpportunitiesMigrated(*about, by, at)]


def evolve(migration: Migration, event: MigrationEvent) -> Migration:
    return migration


MIGRATION = Aggregate("migration", Migration(), evolve, MigrationEvent, implicit=True)

"""Pipelines: which stages deals go through. What was published once stays, for who runs on it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from kernel import Aggregate, NotFound, Rejected
from kernel.context import Context
from kernel.refusal import Unavailable
from services.pipeline.events import (
    DEFAULT,
    FIRST_VERSION,
    EntryCondition,
    PipelineEvent,
    PipelinePublished,
    PipelineRetired,
    PipelineStage,
)
from services.rights import require_lead

Conditions = tuple[EntryCondition, ...]


@dataclass(frozen=True)
class Version:
    number: int
    stages: tuple[PipelineStage, ...]
    to_win: Conditions = ()

    @property
    def ids(self) -> tuple[str, ...]:
        return tuple(stage.id for stage in self.stages)

    def stage(self, id: str) -> PipelineStage | None:
        return next((stage for stage in self.stages if stage.id == id), None)


@dataclass(frozen=True)
class Pipeline:
    name: str = ""
    retired: bool = False
    versions: Mapping[int, Version] = field(default_factory=dict)

    def newest(self, pipeline_id: str) -> Version | None:
        return self.version(pipeline_id, max(self.versions, default=1))

    def version(self, pipeline_id: str, number: int) -> Version | None:
        if pipeline_id == DEFAULT and number == 1:
            return FIRST
        return self.versions.get(number)

    def stages(self, pipeline_id: str) -> frozenset[str]:
        """That any version of it has."""
        first = FIRST.ids if pipeline_id == DEFAULT else ()
        return frozenset([*first, *(id for one in self.versions.values() for id in one.ids)])


FIRST = Version(1, FIRST_VERSION)
NONE = Pipeline()


def publish(
    pipeline: Pipeline,
    asker: Context,
    pipeline_id: str,
    name: str,
    stages: Sequence[PipelineStage],
    to_win: Sequence[EntryCondition],
    at: datetime,
    new: bool = False,
) -> list[PipelineEvent]:
    """The next version, unless nothing is different; a retired pipeline is used again by it.

    With `new` it is not to be there yet.
    """
    require_lead(asker, "set up a pipeline")
    newest = pipeline.newest(pipeline_id)
    same = newest and (newest.stages, newest.to_win) == (tuple(stages), tuple(to_win))
    if same and pipeline.name == name and not pipeline.retired:
        return []
    if new and newest:
        where = f"/v1/pipelines/{pipeline_id}/versions"
        raise Rejected("exists", f"{pipeline_id} is there: publish a version of it at {where}")
    number = newest.number + 1 if newest else 1
    made = (pipeline_id, number, name, tuple(stages), tuple(to_win))
    return [PipelinePublished(*made, asker.actor, at)]


def retire(
    pipeline: Pipeline, asker: Context, pipeline_id: str, at: datetime
) -> list[PipelineEvent]:
    require_lead(asker, "retire a pipeline")
    if pipeline_id == DEFAULT:
        raise Rejected("default-pipeline", "the default pipeline stays: publish another version")
    if not pipeline.versions:
        raise NotFound(what="pipeline", id=pipeline_id)
    return [] if pipeline.retired else [PipelineRetired(pipeline_id, asker.actor, at)]


def require_version(pipeline: Pipeline, pipeline_id: str, number: int) -> Version:
    """What a deal runs on has been published; another process may not have read it yet."""
    if found := pipeline.version(pipeline_id, number):
        return found
    raise Unavailable("not-yet", "its pipeline has just been published", retry_after=1)


def require_newest(pipeline: Pipeline, pipeline_id: str) -> Version:
    """For a deal that is opened."""
    if pipeline.retired:
        raise Rejected("pipeline-retired", f"no deal is opened in {pipeline_id} any more")
    if found := pipeline.newest(pipeline_id):
        return found
    raise NotFound(what="pipeline", id=pipeline_id)


def evolve(pipeline: Pipeline, event: PipelineEvent) -> Pipeline:
    if isinstance(event, PipelineRetired):
        return replace(pipeline, retired=True)
    made = Version(event.version, event.stages, event.to_win)
    return Pipeline(event.name, False, {**pipeline.versions, event.version: made})


PIPELINE = Aggregate("pipeline", NONE, evolve, PipelineEvent, implicit=True)

"""Pipelines: the stages that deals go through. A version, once published, is never changed.

Deals run on the version under which they were opened until they are moved to a newer one. The
pipeline `default` is there without having been defined: its version 1 is `FIRST_VERSION`.
"""

from dataclasses import dataclass
from datetime import datetime

DEFAULT = "default"


@dataclass(frozen=True)
class EntryCondition:
    """What a deal must have before it enters a stage."""

    kind: str  # customer, contact, amount, items, visited, followed-up, field
    days: int | None = None  # of visited and followed-up: within the last so many days
    field: str | None = None  # of field: description, expected_close, competitors, product


@dataclass(frozen=True)
class PipelineStage:
    id: str
    name: str
    probability: int  # percent, that a deal which stands here is won
    expected_days: int | None  # that it stays here; None: as long as it takes
    back_to: tuple[str, ...] = ()  # earlier stages that it may go back to from here
    conditions: tuple[EntryCondition, ...] = ()


@dataclass(frozen=True)
class PipelinePublished:
    """A version of a pipeline: deals that are opened from now on go through these stages."""

    pipeline_id: str
    version: int  # counted from 1, without a hole
    name: str
    stages: tuple[PipelineStage, ...]  # in their order; won and lost come after them by themselves
    to_win: tuple[EntryCondition, ...]  # what a deal must have before it is won
    by: str
    at: datetime


@dataclass(frozen=True)
class PipelineRetired:
    """No deal is opened in it any more; those that run go on."""

    pipeline_id: str
    by: str
    at: datetime


@dataclass(frozen=True)
class StageMapped:
    """Of a migration: a deal that stands on `was` stands on `to` then."""

    was: str
    to: str


@dataclass(frozen=True)
class OpportunitiesMigrated:
    """A batch of running deals moved to another version, in one commit with each of them."""

    pipeline_id: str
    to_version: int
    mapping: tuple[StageMapped, ...]
    after: str  # the deal behind which the batch began; empty: from the first
    upto: str  # the last deal that was looked at
    moved: int
    by: str
    at: datetime


FIRST_VERSION = (
    PipelineStage("prospecting", "Prospecting", 10, None),
    PipelineStage("engaging", "Engaging", 40, None, ("prospecting",)),
)
PipelineEvent = PipelinePublished | PipelineRetired
MigrationEvent = OpportunitiesMigrated

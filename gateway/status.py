"""How the system stands, for the people who look after it."""

from typing import Any

from marshmallow import fields
from marshmallow.validate import OneOf

from gateway.answers import Record, Shown
from gateway.asked import Asked
from gateway.http import get
from gateway.routes import MANAGERS
from kernel.nameko import remote

LEVELS = ("well", "look", "act")
UNTIL_FULL = "null while nothing grows, and for the first hour"


class SentenceShown(Shown):
    level = fields.String(required=True, validate=OneOf(LEVELS))
    what = fields.String(required=True)
    do = fields.String(required=True, metadata={"description": "empty when there is nothing to do"})


class LogShown(Shown):
    source = fields.String(required=True)
    head = fields.Integer(required=True, metadata={"description": "position of the last event"})
    published = fields.Integer(required=True)
    unpublished = fields.Integer(required=True)
    seconds = fields.Float(required=True, metadata={"description": "that the oldest waits"})


GROUP = {"description": "service and name", "example": "analytics.lists"}


class ReadModelsShown(Shown):
    group = fields.String(required=True, metadata=GROUP)
    behind = fields.Integer(required=True, metadata={"description": "events it has before it"})
    parked = fields.Integer(required=True, metadata={"description": "events that wait for you"})


class RebuildShown(Shown):
    group = fields.String(required=True, metadata=GROUP)
    generation = fields.Integer(required=True)
    phase = fields.String(
        required=True,
        metadata={"description": "reading, indexing, comparing, done, failed or killed"},
    )
    why = fields.String(required=True)
    events = fields.Integer(required=True)
    of = fields.Integer(required=True)
    events_per_second = fields.Integer(required=True)
    seconds_left = fields.Integer(required=True, allow_none=True)


class StorageShown(Shown):
    data_bytes = fields.Integer(required=True)
    disk_used_bytes = fields.Integer(required=True)
    disk_total_bytes = fields.Integer(required=True)
    events_per_day = fields.Integer(required=True, allow_none=True)
    bytes_per_day = fields.Integer(required=True, allow_none=True)
    days_until_full = fields.Float(
        required=True, allow_none=True, metadata={"description": UNTIL_FULL}
    )


class StatusShown(Shown):
    at = fields.String(required=True)
    level = fields.String(required=True, validate=OneOf(LEVELS))
    sentences = fields.List(fields.Nested(SentenceShown), required=True)
    logs = fields.List(fields.Nested(LogShown), required=True)
    read_models = fields.List(fields.Nested(ReadModelsShown), required=True)
    rebuilds = fields.List(fields.Nested(RebuildShown), required=True)
    storage = fields.Nested(StorageShown, required=True)


class StatusRoutes:
    analytics = remote("analytics")

    @get("/v1/status", roles=MANAGERS, answer=Record(StatusShown))
    def read_status(self, asked: Asked) -> Any:
        """How the system stands: what lags, what waits, how it grows, when a disk is full.

        `sentences` say it in plain words, what is to be done first; `level` is that of the worst.
        `rebuilds` tells how far each rebuild of read models has come. Growth is that of the last
        seven days, from a look every ten minutes; it is not known before an hour has passed.
        """
        return self.analytics.status()

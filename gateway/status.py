"""How the system stands, for the people who look after it."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from marshmallow import fields
from marshmallow.validate import OneOf

from gateway.answers import Record, Shown
from gateway.asked import Asked
from gateway.http import get
from gateway.routes import MANAGERS
from gateway.webhook_shapes import ANSWER, PAUSED, STATES
from gateway.webhook_words import standing
from gateway.webhooks import Hooking
from kernel.nameko import remote

LEVELS = ("well", "look", "act")
Look = Callable[[Mapping[str, int]], dict[str, Any]]
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


class HookShown(Shown):
    id = fields.String(required=True)
    name = fields.String(required=True)
    state = fields.String(required=True, validate=OneOf(STATES))
    paused = fields.String(required=True, allow_none=True, metadata={"description": PAUSED})
    since = fields.DateTime(
        required=True, allow_none=True, metadata={"description": "it is paused, or fails"}
    )
    status = fields.Integer(required=True, allow_none=True, metadata={"description": ANSWER})
    behind = fields.Integer(required=True, metadata={"description": "events it has before it"})


class StatusShown(Shown):
    at = fields.String(required=True)
    level = fields.String(required=True, validate=OneOf(LEVELS))
    sentences = fields.List(fields.Nested(SentenceShown), required=True)
    logs = fields.List(fields.Nested(LogShown), required=True)
    read_models = fields.List(fields.Nested(ReadModelsShown), required=True)
    rebuilds = fields.List(fields.Nested(RebuildShown), required=True)
    webhooks = fields.List(fields.Nested(HookShown), required=True)
    storage = fields.Nested(StorageShown, required=True)


class StatusRoutes(Hooking):
    analytics = remote("analytics")

    @get("/v1/status", roles=MANAGERS, answer=Record(StatusShown))
    def read_status(self, asked: Asked) -> Any:
        """How the system stands: what lags, what waits, how it grows, when a disk is full.

        `sentences` say it in plain words, what is to be done first; `level` is that of the worst.
        Among them are webhooks that are paused or fail, and that nobody sends.
        `rebuilds` tells how far each rebuild of read models has come. Growth is that of the last
        seven days, from a look every ten minutes; it is not known before an hour has passed.
        """
        return with_webhooks(self.analytics.status(), self._standing)

    def _standing(self, heads: Mapping[str, int]) -> dict[str, Any]:
        shown = self.webhook_rows.shown(self._hooks().known.values())
        return standing(shown, self.webhook_rows.sender(), heads, datetime.now(UTC))


def with_webhooks(told: dict[str, Any], look: Look) -> dict[str, Any]:
    """What is to be done first stands first, of webhooks as of all else."""
    hooks = look({log["source"]: log["head"] for log in told["logs"]})
    words = [*told["sentences"], *hooks["unsent"], *hooks["sentences"]]
    words.sort(key=lambda one: -LEVELS.index(one["level"]))
    return told | {"level": words[0]["level"], "sentences": words, "webhooks": hooks["hooks"]}

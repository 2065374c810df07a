"""Pipelines over HTTP: the stages that deals go through, published in versions."""

from typing import Any

from marshmallow import fields

from gateway.answers import Page, Receipted, Record, Shown
from gateway.asked import Asked
from gateway.fields import Choice, Several, Text
from gateway.http import get, post
from gateway.names import Title
from gateway.parts import Number
from gateway.queries import CURSOR, LONGEST_CURSOR, Listing
from gateway.routes import EVERY_ROLE, MANAGERS
from gateway.shape import Shape
from kernel.nameko import remote

CONDITIONS = ("customer", "contact", "amount", "items", "visited", "followed-up", "field")
ASKED_FIELDS = (
    "description", "expected_close", "competitors", "product", "priority", "forecast"
)  # fmt: skip
ID = r"^[0-9A-Za-z][0-9A-Za-z-]{0,63}$"
PATH = "/v1/pipelines/<pipeline_id>"
DAYS = 3_650


class Condition(Shape):
    kind = Choice(
        *CONDITIONS,
        required=True,
        says="`visited` and `followed-up` want `days`, `field` wants `field`",
    )
    days = Number(1, DAYS, whole=True, metadata={"description": "within the last so many days"})
    field = Choice(*ASKED_FIELDS)


class Stage(Shape):
    id = Text(64, required=True, metadata={"pattern": ID, "description": "for ever, as offer"})
    name = Title(100)
    probability = Number(0, 100, whole=True, required=True)
    expected_days = Number(
        1, DAYS, whole=True, metadata={"description": "a deal that stands here for longer is stuck"}
    )
    back_to = Several(
        Text(64, required=True),
        most=20,
        metadata={"description": "earlier stages that a deal may go back to from here"},
    )
    conditions = Several(
        fields.Nested(Condition), most=20, metadata={"description": "for entering"}
    )


class PublishVersion(Shape):
    name = Title(100, required=True)
    stages = Several(fields.Nested(Stage), most=20, least=1, required=True)
    to_win = Several(
        fields.Nested(Condition), most=20, metadata={"description": "for winning a deal"}
    )


class PublishPipeline(PublishVersion):
    id = Text(64, required=True, metadata={"pattern": ID, "description": "for ever, as projects"})


class StageMapping(Shape):
    was = Text(64, required=True)
    to = Text(64, required=True)


class MigrateDeals(Shape):
    mapping = Several(
        fields.Nested(StageMapping), most=100,
        metadata={"description": "a stage that is not named becomes the one of the same id"},
    )  # fmt: skip
    version = Number(1, 100_000, whole=True, metadata={"description": "the newest, when left out"})
    limit = Number(1, 500, whole=True)
    cursor = Text(LONGEST_CURSOR, metadata={"description": CURSOR})


class Migrated(Shown):
    moved = fields.Integer(required=True)
    kept = fields.List(
        fields.Dict(), required=True,
        metadata={"description": "deals on a stage that the version has not: map it, ask again"},
    )  # fmt: skip
    looked_at = fields.Integer(required=True)
    position = fields.String(
        required=True, allow_none=True, metadata={"description": "null: nothing was moved"}
    )
    next = fields.String(required=True, allow_none=True, metadata={"description": "cursor"})


class VersionShown(Shown):
    version = fields.Integer(required=True)
    stages = fields.List(fields.Dict(), required=True)
    to_win = fields.List(fields.Dict(), required=True)
    published_by = fields.String(required=True, allow_none=True)
    published_at = fields.DateTime(required=True, allow_none=True)


class Pipeline(Shown):
    id = fields.String(required=True)
    version = fields.Integer(required=True, metadata={"description": "for `If-Match`"})
    name = fields.String(required=True)
    retired = fields.Boolean(required=True)
    stages = fields.List(
        fields.Dict(), required=True, metadata={"description": "of the newest version"}
    )
    versions = fields.List(
        fields.Nested(VersionShown), required=True, metadata={"description": "newest first"}
    )


class PipelineRoutes:
    pipeline = remote("pipeline")
    analytics = remote("analytics")

    @get("/v1/pipelines", roles=EVERY_ROLE, query=Listing, answer=Page(Pipeline))
    def find_pipelines(self, asked: Asked) -> Any:
        """The pipelines that deals are opened in; `default` is always there."""
        return self.analytics.pipelines(**asked.filters)

    @get(PATH, roles=EVERY_ROLE, answer=Record(Pipeline, versioned=True))
    def read_pipeline(self, asked: Asked, pipeline_id: str) -> Any:
        """One pipeline with all its versions; deals run on the one they were opened under."""
        return self.analytics.pipeline(pipeline_id=pipeline_id, **asked.filters)

    @post(
        "/v1/pipelines",
        roles=MANAGERS,
        body=PublishPipeline,
        answer=Receipted("/v1/pipelines/{id}"),
    )
    def publish_pipeline(self, asked: Asked) -> Any:
        """Publish a new pipeline; one that is there gets its next version at its `versions`.

        Sent again as it is published already, it changes nothing.

        Nothing that was published is changed: deals that run stay on their version until they are
        migrated. A deal that skips stages on the way up skips none of their conditions.
        """
        told = {name: value for name, value in asked.body.items() if name != "id"}
        return self.pipeline.publish_pipeline(pipeline_id=asked.body["id"], new=True, **told)

    @post(f"{PATH}/versions", roles=MANAGERS, body=PublishVersion, conditional=True)
    def publish_version(self, asked: Asked, pipeline_id: str) -> Any:
        """Publish the next version of a pipeline; running deals stay on theirs.

        A retired pipeline is in use again from then on, also when the version is as the last one.
        """
        return self.pipeline.publish_pipeline(
            pipeline_id=pipeline_id, expected=asked.expected, **asked.body
        )

    @post(f"{PATH}/retire", roles=MANAGERS, conditional=True)
    def retire_pipeline(self, asked: Asked, pipeline_id: str) -> Any:
        """Open no deal in it any more; those that run go on.

        Its next version puts it in use again.
        """
        return self.pipeline.retire_pipeline(pipeline_id=pipeline_id, expected=asked.expected)

    @post(f"{PATH}/migrate", roles=MANAGERS, body=MigrateDeals, answer=Record(Migrated), seconds=30)
    def migrate_pipeline(self, asked: Asked, pipeline_id: str) -> Any:
        """Move running deals to another version, a batch with each request.

        Ask again with `next` as `cursor` until it is null. It may be begun anew at any time: what
        is moved stays moved. Closed deals stay on their version.
        """
        return self.pipeline.migrate_pipeline(pipeline_id=pipeline_id, **asked.body)

"""How pipelines are set up: published in versions, and retired."""

from collections.abc import Sequence
from typing import Any

from kernel.change import change, expecting
from kernel.form import Form, identifier
from kernel.nameko import rpc
from services.pipeline import pipelines, stages_form
from services.pipeline.pipelines import PIPELINE
from services.pipeline.service.desk import Desk, Json, now

LONGEST_NAME = 100
Objects = Sequence[Json] | None


class Piping(Desk):
    @rpc
    def publish_pipeline(
        self,
        pipeline_id: str,
        name: str,
        stages: Any,
        to_win: Objects = None,
        expected: int | None = None,
        new: bool = False,
    ) -> Json:
        with Form() as form:
            form.read("id", pipeline_id, stages_form.stage_id, "")
            name = form.title("name", name, LONGEST_NAME)
            read = stages_form.read(form, stages)
            asked = stages_form.conditions(form, "to_win", to_win)
            expected = form.maybe_version("expected", expected)
        made = change(
            PIPELINE, pipeline_id, pipelines.publish, self.caller, pipeline_id, name, read, asked,
            now(), new,
        )  # fmt: skip
        return self.log.commit(expecting(expected, made)).to_json()

    @rpc
    def retire_pipeline(self, pipeline_id: str, expected: int | None = None) -> Json:
        with Form() as form:
            expected = form.maybe_version("expected", expected)
        id = identifier("pipeline", pipeline_id)
        made = change(PIPELINE, id, pipelines.retire, self.caller, id, now())
        return self.log.commit(expecting(expected, made)).to_json()

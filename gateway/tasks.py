"""Tasks over HTTP: given to oneself or a colleague, passed on, done; listed for person and team."""

from typing import Any

from marshmallow import fields

from gateway.answers import Page, Receipted, Record, Shown
from gateway.asked import Asked
from gateway.callers import Callers
from gateway.fields import Choice, Several, Text
from gateway.http import get, patch, post
from gateway.names import Person, Title
from gateway.parts import Patch
from gateway.queries import Listing
from gateway.routes import EVERY_ROLE
from gateway.shape import Shape
from gateway.team_members import members
from gateway.times import Time
from kernel.nameko import remote

PATH = "/v1/tasks/<task_id>"
STATES = ("open", "overdue", "done", "dropped", "all")


class TaskDescribed(Shape):
    note = Text(10_000, lines=True)
    customer_id = Text(64)
    due_at = Time()


class GiveTask(TaskDescribed):
    title = Title(200, required=True)
    owner = Person(metadata={"description": "who has to do it: you, if nobody is named"})


class EditTask(Patch, TaskDescribed):
    title = Title(200, allow_none=False)


class PassTaskOn(Shape):
    to = Person(required=True)


class DropTask(Shape):
    reason = Text(1000)


class FindTasks(Listing):
    person = Several(Person(required=True), most=50, metadata={"description": "whose; yours"})
    team = Text(100, metadata={"description": "of everybody in this team and those below it"})
    given_by = Person(metadata={"description": "what this one gave to anybody"})
    state = Choice(*STATES, says="open, if not given")


class TaskShown(Shown):
    id = fields.String(required=True)
    version = fields.Integer(required=True)
    title = fields.String(required=True)
    note = fields.String(required=True)
    customer_id = fields.String(required=True, allow_none=True)
    owner = fields.String(required=True)
    by = fields.String(required=True)
    state = fields.String(required=True, metadata={"enum": ["open", "done", "dropped"]})
    due_at = fields.DateTime(required=True, allow_none=True)
    given_at = fields.DateTime(required=True)
    ended_at = fields.DateTime(required=True, allow_none=True)


class TaskRoutes:
    activity = remote("activity")
    analytics = remote("analytics")
    callers: Callers

    @post("/v1/tasks", roles=EVERY_ROLE, body=GiveTask, answer=Receipted("/v1/tasks/{id}"))
    def give_task(self, asked: Asked) -> Any:
        """Note something to be done, by yourself or by a colleague."""
        return self.activity.give_task(**asked.body)

    @get("/v1/tasks", roles=EVERY_ROLE, query=FindTasks, answer=Page(TaskShown))
    def find_tasks(self, asked: Asked) -> Any:
        """Tasks of people and teams, first due first."""
        filters = dict(asked.filters)
        people = filters.pop("person", [])
        if team := filters.pop("team", None):
            people = [*people, *members(self.callers.organisation, team)]
        return self.analytics.tasks(people=people or None, **filters)

    @get(PATH, roles=EVERY_ROLE, answer=Record(TaskShown, versioned=True))
    def read_task(self, asked: Asked, task_id: str) -> Any:
        """One task, for who has to do it, who gave it, and who sees what is theirs."""
        return self.analytics.task(task_id=task_id, **asked.filters)

    @patch(PATH, roles=EVERY_ROLE, body=EditTask, conditional=True)
    def edit_task(self, asked: Asked, task_id: str) -> Any:
        """Change what the body mentions of a task."""
        return self.activity.edit_task(task_id=task_id, changes=asked.body, expected=asked.expected)

    @post(f"{PATH}/pass-on", roles=EVERY_ROLE, body=PassTaskOn)
    def pass_task_on(self, asked: Asked, task_id: str) -> Any:
        """Give a task to somebody else."""
        return self.activity.pass_task_on(task_id=task_id, **asked.body)

    @post(f"{PATH}/done", roles=EVERY_ROLE)
    def finish_task(self, asked: Asked, task_id: str) -> Any:
        """A task is done."""
        return self.activity.finish_task(task_id=task_id)

    @post(f"{PATH}/reopen", roles=EVERY_ROLE)
    def reopen_task(self, asked: Asked, task_id: str) -> Any:
        """A task is not done after all."""
        return self.activity.reopen_task(task_id=task_id)

    @post(f"{PATH}/drop", roles=EVERY_ROLE, body=DropTask)
    def drop_task(self, asked: Asked, task_id: str) -> Any:
        """A task need not be done any more."""
        return self.activity.drop_task(task_id=task_id, **asked.body)

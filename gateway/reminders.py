"""The rules for reminders over HTTP: after how many days who is told that a customer waits."""

from typing import Any

from marshmallow import fields

from gateway.answers import Record, Shown
from gateway.asked import Asked
from gateway.fields import Choice, Flag, Several, Text
from gateway.http import get, post
from gateway.parts import Number
from gateway.routes import EVERY_ROLE, MANAGERS
from gateway.shape import Query, Shape
from kernel.nameko import remote

PATH = "/v1/reminder-rules"
ADDRESSEES = ("owner", "manager", "manager-above")
WHO = {
    "description": "manager: who leads the owner's team or the next one above; manager-above: the "
    "next above that. At the planned moment itself the owner is always reminded"
}
COUNTED = 250  # days
LONGEST = 3_650
STEPS = 10


class CountedStep(Shape):
    days = Number(1, COUNTED, whole=True, required=True)
    to = Several(Choice(*ADDRESSEES, required=True), most=3, least=1, required=True, metadata=WHO)


class LongStep(Shape):
    days = Number(1, LONGEST, whole=True, required=True)
    to = Several(Choice(*ADDRESSEES, required=True), most=3, least=1, required=True, metadata=WHO)


class SetReminderRules(Shape):
    """All of them at once; what is not given is as nobody has set it."""

    morning = Text(5, metadata={"example": "09:00", "description": "when, where the company is"})
    working_days = Flag(
        metadata={"description": "tell on working days only, and count overdue and never in them"}
    )
    overdue = Several(fields.Nested(CountedStep), most=STEPS, metadata={
        "description": "days since the contact that was planned"})  # fmt: skip
    never = Several(fields.Nested(CountedStep), most=STEPS, metadata={
        "description": "days since the owner got the customer, without any contact"})  # fmt: skip
    forgotten = Several(fields.Nested(LongStep), most=STEPS, metadata={
        "description": "days since the last contact, when no next one is planned"})  # fmt: skip


class ReminderStepShown(Shown):
    days = fields.Integer(required=True)
    to = fields.List(fields.String(), required=True)


class ReminderRules(Shown):
    version = fields.Integer(required=True, metadata={"description": "0: nobody has set any"})
    morning = fields.String(required=True)
    working_days = fields.Boolean(required=True)
    overdue = fields.List(fields.Nested(ReminderStepShown), required=True)
    never = fields.List(fields.Nested(ReminderStepShown), required=True)
    forgotten = fields.List(fields.Nested(ReminderStepShown), required=True)


class ReminderRoutes:
    activity = remote("activity")

    @get(PATH, roles=EVERY_ROLE, query=Query, answer=Record(ReminderRules))
    def read_reminder_rules(self, asked: Asked) -> Any:
        """After how many days who is reminded, as it is now."""
        return self.activity.reminder_rules()

    @post(PATH, roles=MANAGERS, body=SetReminderRules)
    def set_reminder_rules(self, asked: Asked) -> Any:
        """Say after how many days who is reminded; what waits now is judged by it at once."""
        return self.activity.set_reminder_rules(**asked.body)

"""Appointments over HTTP: booked, changed, answered, called off; alone or as a series."""

from typing import Any

from marshmallow import fields

from gateway.answers import Receipted, Record, Shown
from gateway.asked import Asked
from gateway.fields import Choice, Flag, Several, Text
from gateway.http import get, patch, post
from gateway.names import Person, Title
from gateway.parts import Number, Patch
from gateway.routes import EVERY_ROLE
from gateway.shape import Shape
from gateway.times import Time
from kernel.nameko import remote

KINDS = ("appointment", "call", "email", "fax", "memo")
ANSWERS = ("accepted", "tentative", "declined")
PATH = "/v1/appointments/<appointment_id>"
ONE = f"{PATH}/occurrences/<occurrence>"
CONFIRM = {"description": "book although somebody is not free, where the policy is soft"}
RULE = (
    "RRULE of RFC 5545: DAILY, WEEKLY, MONTHLY or YEARLY, with INTERVAL, COUNT, UNTIL, BYDAY, "
    "BYMONTHDAY, BYMONTH, BYSETPOS, WKST. A series keeps its wall time in `zone` and ends after "
    "two years at the latest: without an end it is given that one"
)
FURTHEST_REMINDER = 4 * 7 * 24 * 60


class AppointmentGiven(Shape):
    kind = Choice(*KINDS, says="appointments and calls take time unless `busy` says otherwise")
    note = Text(10_000, lines=True)
    place = Text(500)
    customer_id = Text(64)
    private = Flag(metadata={"description": "colleagues see only that there is something"})
    busy = Flag(metadata={"description": "nobody can be at two that take time"})
    zone = Text(64, metadata={"description": "as Asia/Shanghai; the company's if not given"})
    all_day = Flag(metadata={"description": "from midnight to midnight of the zone"})
    rule = Text(300, metadata={"description": RULE})
    except_ = Several(
        Time(required=True), most=731, data_key="except",
        metadata={"description": "occurrences of the rule that do not take place"},
    )  # fmt: skip
    attendees = Several(
        Person(required=True), most=50, metadata={"description": "besides the organiser: you"}
    )
    rooms = Several(Text(64, required=True), most=5, metadata={"description": "ids of rooms"})
    remind_minutes = Number(0, FURTHEST_REMINDER, whole=True)
    confirm = Flag(metadata=CONFIRM)


class BookAppointment(AppointmentGiven):
    title = Title(200, required=True)
    starts_at = Time(required=True)
    ends_at = Time(required=True)


class AmendAppointment(Patch, AppointmentGiven):
    title = Title(200, allow_none=False)
    starts_at = Time(
        allow_none=False, metadata={"description": "without ends_at it takes as long as before"}
    )
    ends_at = Time(allow_none=False)


class CancelAppointment(Shape):
    reason = Text(1000)


class AnswerInvitation(Shape):
    answer = Choice(*ANSWERS, required=True)
    confirm = Flag(metadata=CONFIRM)


class MoveOccurrence(Shape):
    starts_at = Time(required=True)
    ends_at = Time(required=True)
    confirm = Flag(metadata=CONFIRM)


class Answered(Shown):
    person = fields.String(required=True)
    answer = fields.String(required=True, metadata={"enum": ["needs-action", *ANSWERS]})


class OccurrenceShown(Shown):
    id = fields.String(required=True, metadata={"example": "20300107T020000Z"})
    starts_at = fields.DateTime(required=True)
    ends_at = fields.DateTime(required=True)
    planned_at = fields.DateTime(required=True, metadata={"description": "before it was moved"})


class AppointmentShown(Shown):
    id = fields.String(required=True)
    version = fields.Integer(required=True)
    kind = fields.String(required=True, metadata={"enum": list(KINDS)})
    title = fields.String(required=True)
    note = fields.String(required=True)
    place = fields.String(required=True)
    customer_id = fields.String(required=True, allow_none=True)
    private = fields.Boolean(required=True)
    busy = fields.Boolean(required=True)
    cancelled = fields.Boolean(required=True)
    organiser = fields.String(required=True)
    answers = fields.List(fields.Nested(Answered), required=True)
    adrift = fields.List(
        fields.String(),
        required=True,
        metadata={"description": "who came in for somebody who left, and had no time then"},
    )
    rooms = fields.List(fields.String(), required=True)
    starts_at = fields.DateTime(required=True)
    ends_at = fields.DateTime(required=True)
    zone = fields.String(required=True)
    all_day = fields.Boolean(required=True)
    rule = fields.String(required=True)
    occurrences = fields.List(fields.Nested(OccurrenceShown), required=True)
    remind_minutes = fields.Integer(required=True, allow_none=True)
    sequence = fields.Integer(required=True)
    uid = fields.String(required=True, allow_none=True)
    booked_at = fields.DateTime(required=True)
    changed_at = fields.DateTime(required=True)


class AppointmentRoutes:
    activity = remote("activity")
    analytics = remote("analytics")

    @post(
        "/v1/appointments", roles=EVERY_ROLE, body=BookAppointment,
        answer=Receipted("/v1/appointments/{id}"),
    )  # fmt: skip
    def book_appointment(self, asked: Asked) -> Any:
        """Book an appointment; 409 with the conflicting entries when somebody is not free."""
        return self.activity.book_appointment(**spelled(asked.body))

    @get(PATH, roles=EVERY_ROLE, answer=Record(AppointmentShown, versioned=True))
    def read_appointment(self, asked: Asked, appointment_id: str) -> Any:
        """One appointment, with all its occurrences."""
        return self.analytics.appointment(appointment_id=appointment_id, **asked.filters)

    @patch(PATH, roles=EVERY_ROLE, body=AmendAppointment, conditional=True)
    def amend_appointment(self, asked: Asked, appointment_id: str) -> Any:
        """Change what the body mentions; a new time or rule makes the whole series anew."""
        changes = spelled(asked.body)
        return self.activity.amend_appointment(
            appointment_id=appointment_id, confirm=changes.pop("confirm", None), changes=changes,
            expected=asked.expected,
        )  # fmt: skip

    @post(f"{PATH}/cancel", roles=EVERY_ROLE, body=CancelAppointment, conditional=True)
    def cancel_appointment(self, asked: Asked, appointment_id: str) -> Any:
        """Call an appointment off, with all its occurrences: everybody has the time again."""
        return self.activity.cancel_appointment(
            appointment_id=appointment_id, expected=asked.expected, **asked.body
        )

    @post(f"{PATH}/answer", roles=EVERY_ROLE, body=AnswerInvitation)
    def answer_invitation(self, asked: Asked, appointment_id: str) -> Any:
        """Accept or decline an invitation; who declines has the time again."""
        return self.activity.answer_invitation(appointment_id=appointment_id, **asked.body)

    @post(f"{ONE}/move", roles=EVERY_ROLE, body=MoveOccurrence)
    def move_occurrence(self, asked: Asked, appointment_id: str, occurrence: str) -> Any:
        """Move one occurrence of a series; it keeps its id."""
        return self.activity.move_occurrence(
            appointment_id=appointment_id, occurrence=occurrence, **asked.body
        )

    @post(f"{ONE}/cancel", roles=EVERY_ROLE, body=CancelAppointment)
    def cancel_occurrence(self, asked: Asked, appointment_id: str, occurrence: str) -> Any:
        """Call one occurrence of a series off."""
        return self.activity.cancel_occurrence(
            appointment_id=appointment_id, occurrence=occurrence, **asked.body
        )


def spelled(body: dict[str, Any]) -> dict[str, Any]:
    """`except` is a word of Python's."""
    return {("except" if name == "except_" else name): value for name, value in body.items()}

"""How events of other programs come into a calendar: each under a command of its own."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from kernel.commits import Commits
from kernel.form import Form
from kernel.nameko import rpc
from kernel.refusal import Invalid, Rejected
from kernel.rowwise import row_by_row
from services.activity import calendar_rights as rights
from services.activity.appointment import APPOINTMENT, Appointment
from services.activity.appointment_form import span
from services.activity.service.booking_appointments import BookingAppointments, moment_of
from services.activity.service.desk import Json

MOST = 50
Item = Mapping[str, Any]
MAKES = ("title", "note", "place", "private", "busy", "starts_at", "ends_at", "zone", "all_day",
         "rule", "except")  # fmt: skip


class ImportingCalendars(BookingAppointments):
    @rpc
    def import_appointments(self, items: Sequence[Item], confirm: bool | None = None) -> Json:
        """Into the asker's own calendar; one that is there already becomes what the file says."""
        rights.require_staff(self.caller)
        if not isinstance(items, list | tuple) or not 0 < len(items) <= MOST:
            raise Invalid("invalid", f"send 1 to {MOST} events at once")
        known = {self._id_of(item): item for item in items}

        def bring(log: Commits, id: str) -> Json:
            return self._under(log)._bring(id, known[id], confirm is True)

        told = row_by_row(self.log, list(known), bring)
        return told | {"items": [row | {"uid": known[row["id"]]["uid"]} for row in told["items"]]}

    def _id_of(self, item: Item) -> str:
        """The same for the same event of the same person: it is brought in once."""
        with Form() as form:
            uid = form.text("uid", item.get("uid"), 255)
        return str(uuid5(NAMESPACE_URL, f"{self.caller.actor}\n{uid}"))

    def _under(self, log: Commits) -> "ImportingCalendars":
        """The same desk, under the command of one row."""
        mine = type(self)()
        mine.__dict__.update(self.__dict__)
        mine.log, mine.caller = log, log.context
        return mine

    def _bring(self, id: str, item: Item, confirmed: bool) -> Json:
        if "given" not in item:
            raise Rejected("unreadable-event", str(item.get("error", "")))
        made = self.log.states.newest(APPOINTMENT, id)
        if item.get("cancelled"):
            return self._gone(id, made)
        given = {name: item["given"][name] for name in MAKES if name in item["given"]}
        if made.id and not made.cancelled:
            return self._again(id, given, confirmed) | {"outcome": "known"}
        moved = item.get("moved", {}).items()
        moves = {moment_of(which): span(**times) for which, times in moved}
        return self._book(given, confirmed, id, item["uid"], moves) | {"outcome": "added"}

    def _again(self, id: str, given: Item, confirmed: bool) -> Json:
        """What it is about; its time is changed by hand, so that no answer is lost."""
        about = {name: given[name] for name in ("title", "note", "place") if name in given}
        told: Json = self._step("again").amend_appointment(id, about, confirm=confirmed)
        return told

    def _gone(self, id: str, made: Appointment) -> Json:
        if not made.id:
            raise Rejected("appointment-cancelled", "it is cancelled, and was never here")
        told: Json = self._step("gone").cancel_appointment(id)
        return told | {"outcome": "cancelled"}

    def _step(self, name: str) -> "ImportingCalendars":
        context = self.log.context
        command = f"{context.command_id}/{name}"
        return self._under(Commits(self.log.states, replace(context, command_id=command)))

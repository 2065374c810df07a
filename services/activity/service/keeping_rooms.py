"""How rooms are opened and closed, and what is done about two appointments at one time."""

from dataclasses import replace

from kernel.change import change, create
from kernel.form import Form, identifier
from kernel.nameko import rpc
from services.activity import calendar_rights as rights
from services.activity import room
from services.activity.parts import whole
from services.activity.room import POLICIES, POLICY, ROOM
from services.activity.service.desk import Desk, Json, now
from services.activity.service.keeping_diaries import COMPANY

MOST_SEATS = 10_000


class KeepingRooms(Desk):
    @rpc
    def open_room(self, name: str, seats: int | None = None, place: str | None = None) -> Json:
        rights.require_lead(self.caller, "open rooms")
        known, id = described(name, seats, place), self._made()
        made = create(ROOM, id, room.open_, id, *known, self.caller.actor, now())
        return self.log.commit(made).to_json()

    @rpc
    def change_room(
        self, room_id: str, name: str, seats: int | None = None, place: str | None = None
    ) -> Json:
        rights.require_lead(self.caller, "change rooms")
        known, id = described(name, seats, place), identifier("room", room_id)
        made = change(ROOM, id, room.change_room, *known, self.caller.actor, now())
        return self.log.commit(made).to_json()

    @rpc
    def close_room(self, room_id: str) -> Json:
        rights.require_lead(self.caller, "close rooms")
        id = identifier("room", room_id)
        return self.log.commit(change(ROOM, id, room.close, self.caller.actor, now())).to_json()

    @rpc
    def reopen_room(self, room_id: str) -> Json:
        rights.require_lead(self.caller, "reopen rooms")
        id = identifier("room", room_id)
        return self.log.commit(change(ROOM, id, room.reopen, self.caller.actor, now())).to_json()

    @rpc
    def set_conflict_policy(self, people: str, rooms: str) -> Json:
        rights.require_lead(self.caller, "say what is done about conflicts")
        with Form() as form:
            said = form.choice("people", people, POLICIES), form.choice("rooms", rooms, POLICIES)
        made = change(POLICY, COMPANY, room.set_policy, *said, self.caller.actor, now())
        return replace(self.log.commit(made), id=COMPANY).to_json()


def described(name: str, seats: int | None, place: str | None) -> tuple[str, int | None, str]:
    with Form() as form:
        return (
            form.title("name", name, 100),
            whole(form, "seats", seats, 1, MOST_SEATS),
            form.maybe_text("place", place, 200) or "",
        )

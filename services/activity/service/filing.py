"""How files are attached to follow-ups: part by part, then by a decision; and how they are read."""

from kernel.blobs import Blobs
from kernel.change import change
from kernel.form import identifier
from kernel.nameko import at_start, process, rpc
from kernel.refusal import Refusal
from services import attachments
from services.activity import follow_up
from services.activity.events import FollowUpFileAttached
from services.activity.follow_up import FOLLOW_UP, Written
from services.activity.service.desk import Json, now
from services.activity.service.referring import Referring


def store() -> Blobs:
    made = Blobs(process.database("activity"), "attachments", attachments.LARGEST)
    made.create_indexes()
    return made


class Filing(Referring):
    attachments = at_start(store)

    @rpc
    def begin_attachment(self, follow_up_id: str, name: str) -> Json:
        """Whether its parts are `wanted`: a command that is sent again has brought them."""
        name, asked, id = attachments.named(name), self._asked(follow_up_id, now()), self._made()
        written = self._written(asked.logged.follow_up_id, fresh=True)
        follow_up.may_attach(written, asked, id)
        if id in written.files:
            return {"id": id, "wanted": False}
        attachments.begin(self.attachments, id, name, self.caller.actor, asked.at)
        return {"id": id, "wanted": True}

    @rpc
    def put_attachment(self, number: int, data: str) -> Json:
        """Of the file that this very command has begun."""
        id = self._made()
        attachments.put(self.attachments, id, number, data)
        return {"id": id, "number": number}

    @rpc
    def attach_file(self, follow_up_id: str) -> Json:
        """Answers with the id of the file; the version is the follow-up's."""
        asked, file_id = self._asked(follow_up_id, now()), self._made()
        id = asked.logged.follow_up_id
        try:
            file = self._told_of(file_id, asked)
            answer = self.log.commit(change(FOLLOW_UP, id, follow_up.attach, asked, file))
        except Refusal:
            if file_id not in self._written(id, fresh=True).files:
                self.attachments.delete(file_id)
            raise
        return answer.to_json() | {"id": file_id, "follow_up_id": id}

    def _told_of(self, file_id: str, asked: follow_up.Asked) -> FollowUpFileAttached:
        taken = attachments.taken(self.attachments, file_id, self.caller.actor)
        return FollowUpFileAttached(
            follow_up_id=asked.logged.follow_up_id, customer_id=asked.logged.customer_id,
            file_id=file_id, by=self.caller.actor, at=asked.at, **vars(taken),
        )  # fmt: skip

    @rpc
    def remove_file(self, follow_up_id: str, file_id: str) -> Json:
        asked, file = self._asked(follow_up_id, now()), identifier("file", file_id)
        id = asked.logged.follow_up_id
        answer = self.log.commit(change(FOLLOW_UP, id, follow_up.remove, asked, file)).to_json()
        if file not in self._written(id, fresh=True).files:
            self.attachments.delete(file)
        return answer

    @rpc
    def read_attachment(self, follow_up_id: str, file_id: str, number: int) -> Json:
        """One part of a file, and what it is; whoever sees the follow-up may have it."""
        asked, file = self._asked(follow_up_id, now()), identifier("file", file_id)
        written = self._written(asked.logged.follow_up_id, fresh=number == 0)
        return attachments.part(self.attachments, follow_up.readable(written, asked, file), number)

    def _written(self, follow_up_id: str, fresh: bool) -> Written:
        state: Written = self.log.states.load(FOLLOW_UP, follow_up_id, fresh).state
        return state

"""How files are attached: part by part, then by a decision; and how they are read again."""

from typing import Any

from kernel.blobs import Blobs
from kernel.form import Form, identifier
from kernel.nameko import at_start, process, rpc
from kernel.refusal import Refusal
from services import attachments
from services.customer import attachment
from services.customer.events import FileAttached
from services.customer.service.contacting import made_by
from services.customer.service.desk import Json, now
from services.customer.service.settling import Settling


def store() -> Blobs:
    made = Blobs(process.database("customer"), "attachments", attachments.LARGEST)
    made.create_indexes()
    return made


class Attaching(Settling):
    attachments = at_start(store)

    @rpc
    def begin_attachment(self, customer_id: str, name: str, contact_id: str | None = None) -> Json:
        """Whether its parts are `wanted`: a command that is sent again has brought them."""
        name = attachments.named(name)
        customer = self._visible(identifier("customer", customer_id), fresh=True)
        id = made_by(self.caller.command_id)
        attachment.may_attach(customer, self.caller, id, contact_id, now())
        if id in customer.files:
            return {"id": id, "wanted": False}
        attachments.begin(self.attachments, id, name, self.caller.actor, now())
        return {"id": id, "wanted": True}

    @rpc
    def put_attachment(self, number: int, data: str) -> Json:
        """Of the file that this very command has begun."""
        id = made_by(self.caller.command_id)
        attachments.put(self.attachments, id, number, data)
        return {"id": id, "number": number}

    @rpc
    def attach_file(
        self, customer_id: str, contact_id: str | None = None, expected: int | None = None
    ) -> Json:
        """Answers with the id of the file; the version is the customer's."""
        with Form() as form:
            expected = form.maybe_version("expected", expected)
        id, at = identifier("customer", customer_id), now()
        file_id = made_by(self.caller.command_id)
        try:
            file = self._told_of(file_id, id, contact_id, at)
            decide = lambda c: attachment.attach(c, self.caller, file)  # noqa: E731
            answer = self._settle(id, expected, at, decide).to_json()
        except Refusal:
            if file_id not in self._customer(id, fresh=True).files:
                self.attachments.delete(file_id)
            raise
        return answer | {"id": file_id, "customer_id": id}

    def _told_of(
        self, file_id: str, customer_id: str, contact_id: str | None, at: Any
    ) -> FileAttached:
        taken = attachments.taken(self.attachments, file_id, self.caller.actor)
        return FileAttached(
            customer_id=customer_id, file_id=file_id, contact_id=contact_id,
            by=self.caller.actor, at=at, **vars(taken),
        )  # fmt: skip

    @rpc
    def remove_file(self, customer_id: str, file_id: str, expected: int | None = None) -> Json:
        with Form() as form:
            expected = form.maybe_version("expected", expected)
        id, file, at = identifier("customer", customer_id), identifier("file", file_id), now()
        decide = lambda c: attachment.remove(c, self.caller, file, at)  # noqa: E731
        answer = self._settle(id, expected, at, decide).to_json()
        if file not in self._customer(id, fresh=True).files:
            self.attachments.delete(file)
        return answer

    @rpc
    def read_attachment(self, customer_id: str, file_id: str, number: int) -> Json:
        """One part of a file, and what it is; whoever sees the customer may have it."""
        id = identifier("customer", customer_id)
        customer = self._visible(id, fresh=number == 0)
        file = attachment.readable(customer, self.caller, identifier("file", file_id), now())
        return attachments.part(self.attachments, file, number)

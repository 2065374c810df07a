"""How files are attached: part by part, then by a decision; and how they are read again."""

from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from typing import Any

from kernel.blobs import PART, Blob, Blobs
from kernel.form import Form, identifier
from kernel.nameko import at_start, process, rpc
from kernel.refusal import Invalid, Refusal
from services.customer import attachment, media
from services.customer.events import FileAttached
from services.customer.service.contacting import made_by
from services.customer.service.desk import Json, now
from services.customer.service.settling import Settling

LARGEST = 20 << 20  # bytes of a file


def attachments() -> Blobs:
    made = Blobs(process.database("customer"), "attachments", LARGEST)
    made.create_indexes()
    return made


class Attaching(Settling):
    attachments = at_start(attachments)

    @rpc
    def begin_attachment(self, customer_id: str, name: str, contact_id: str | None = None) -> Json:
        """Whether its parts are `wanted`: a command that is sent again has brought them."""
        with Form() as form:
            name = media.safe(form.title("file", name, 255))
        customer = self._visible(identifier("customer", customer_id), fresh=True)
        id = made_by(self.caller.command_id)
        attachment.may_attach(customer, self.caller, id, contact_id, now())
        if id in customer.files:
            return {"id": id, "wanted": False}
        self.attachments.sweep(now())
        self.attachments.begin(id, name or "file", self.caller.actor, now())
        return {"id": id, "wanted": True}

    @rpc
    def put_attachment(self, number: int, data: str) -> Json:
        """Of the file that this very command has begun."""
        id = made_by(self.caller.command_id)
        if type(number) is not int or not 0 <= number <= LARGEST // PART:
            raise Invalid("invalid", "parts are numbered from 0")
        try:
            self.attachments.put(id, number, b64decode(data, validate=True))
        except (NotBase64, TypeError, ValueError):
            raise Invalid("invalid", "a part is written in base 64") from None
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
        blob = self.attachments.finish(file_id, self.caller.actor)
        return FileAttached(
            customer_id=customer_id, file_id=file_id, contact_id=contact_id, name=blob.name,
            media_type=self._media_type(blob), size=blob.size, sha256=blob.sha256,
            by=self.caller.actor, at=at,
        )  # fmt: skip

    def _media_type(self, blob: Blob) -> str:
        sample = next(self.attachments.read(blob.id), b"")
        with Form() as form:
            if not sample:
                form.wrong("file", "must have something in it")
            return form.read("file", blob.name, lambda name: media.media_type(name, sample), "")

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
        with Form() as form:
            number = form.maybe_version("number", number) or 0
        data = self.attachments.part(file.file_id, number)
        return {
            "name": file.name, "media_type": file.media_type, "size": file.size,
            "data": b64encode(data).decode(),
            "next": number + 1 if (number + 1) * PART < file.size else None,
        }  # fmt: skip

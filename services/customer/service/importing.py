"""Imports as they are asked for: files part by part, then what is to be done with one."""

from base64 import b64decode
from binascii import Error as NotBase64
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from uuid6 import uuid7

from kernel import Rejected
from kernel.change import change, create
from kernel.form import Form, identifier
from kernel.nameko import at_start, background, rpc
from kernel.refusal import Invalid
from kernel.states import Loaded
from services.customer import import_columns, imports, profile
from services.customer.bulk.office import fetched
from services.customer.catalogue import Catalogue
from services.customer.import_ids import moment
from services.customer.import_told import told
from services.customer.imports import IMPORT, File, Import, Plan
from services.customer.pool import require_into
from services.customer.service.desk import Desk, Json, now
from services.customer.service.import_looking import look
from services.customer.service.import_working import import_office, worker
from services.rights import require_lead

LONGEST_NAME = 255
LONGEST_POOL = 100
PUBLIC = "public"
MOST_PARTS = 10_000


class Importing(Desk):
    office = at_start(import_office)
    wake = background("imports", worker)

    @rpc
    def begin_upload(self, name: str) -> Json:
        """A file is coming, in parts; what it is for is said afterwards."""
        require_lead(self.caller, "import customers")
        with Form() as form:
            name = form.text("file", name, LONGEST_NAME)
        id = str(uuid7())
        self.office.blobs.begin(id, name, self.caller.actor, now())
        return {"id": id}

    @rpc
    def put_upload(self, upload_id: str, number: int, data: str) -> Json:
        require_lead(self.caller, "import customers")
        id = identifier("upload", upload_id)
        if type(number) is not int or not 0 <= number < MOST_PARTS:
            raise Invalid("invalid", "parts are numbered from 0")
        try:
            self.office.blobs.put(id, number, b64decode(data, validate=True))
        except (NotBase64, TypeError, ValueError):
            raise Invalid("invalid", "a part is written in base 64") from None
        return {"id": id, "number": number}

    @rpc
    def look_at_upload(self, upload_id: str) -> Json:
        """What is in a file, and what its columns probably mean; it is thrown away then."""
        require_lead(self.caller, "import customers")
        id = identifier("upload", upload_id)
        try:
            self.office.blobs.finish(id, self.caller.actor)
            with fetched(self.office.blobs, id) as path:
                seen = look(path)
        finally:
            self.office.blobs.delete(id)
        return described(seen, self._fields())

    @rpc
    def import_told(self, import_id: str) -> Json:
        """How far it is: who follows the log shows that when the import has passed."""
        loaded = self._loaded(import_id)
        return told(loaded.state, loaded.version)

    @rpc
    def request_import(
        self,
        upload_id: str,
        mapping: Mapping[str, str] | None = None,
        policy: str | None = None,
        pool: str | None = None,
        region: str | None = None,
        keep_invalid_phones: bool | None = None,
        dry_run: bool | None = None,
    ) -> Json:
        """The file has come; refused at once when it cannot be read to its end."""
        require_lead(self.caller, "import customers")
        id = identifier("upload", upload_id)
        self.office.jobs.add(id, [], now())
        try:
            file, header = self._looked_at(id)
            with Form() as form:
                plan = Plan(
                    import_columns.read(form, mapping, header, self._fields()),
                    form.choice("policy", policy or imports.POLICIES[0], imports.POLICIES),
                    form.maybe_text("pool", pool, LONGEST_POOL) or PUBLIC,
                    profile.read_region(form, region or None),
                    form.flag("keep_invalid_phones", keep_invalid_phones),
                    form.flag("dry_run", dry_run),
                )
            require_into(self._into(plan.pool))
            return self._request(id, header, file, plan)
        except Invalid:  # of anything else it may be unknown whether it is under way
            self.office.close(id)
            raise

    def _looked_at(self, id: str) -> tuple[File, list[str]]:
        blob = self.office.blobs.finish(id, self.caller.actor)
        with fetched(self.office.blobs, id) as path:
            seen = look(path)
        return File(blob.name, blob.size, blob.sha256, seen["rows"]), seen["header"]

    def _request(self, id: str, header: list[str], file: File, plan: Plan) -> Json:
        at = now()
        self.office.jobs.add(id, header, at, self.caller)
        asked = create(IMPORT, id, imports.request, self.caller, id, file, plan, at=at)
        receipt = self.log.commit(asked)
        if receipt.id != id:  # asked for before under the same key: that one is under way
            self.office.close(id)
        self.wake.set()
        return receipt.to_json()

    @rpc
    def undo_import(self, import_id: str) -> Json:
        require_lead(self.caller, "undo imports")
        id, at = self._seen(import_id).id, now()
        self.office.jobs.reopen(id, at)
        receipt = self.log.commit(change(IMPORT, id, imports.undo, self.caller, at=at))
        self.wake.set()
        return receipt.to_json()

    @rpc
    def import_rejects(self, import_id: str, after: int = -1) -> Json:
        """Rows that added nothing, some at a time: `next` is None with the last of them."""
        require_lead(self.caller, "see imports")
        made = self._seen(import_id)
        id = made.id
        days = self.settings.rejects_days
        if moment(id) < now() - timedelta(days=days):
            raise Rejected("rejects-deleted", f"rows that were not taken are kept for {days} days")
        rows, last = self.office.rejects.page(id, after, made.taken)
        done = last >= made.taken
        return {"header": self.office.jobs.header(id), "rows": rows, "next": None if done else last}

    def _seen(self, import_id: str) -> Import:
        made: Import = self._loaded(import_id).state
        return made

    def _loaded(self, import_id: str) -> Loaded:
        id = identifier("import", import_id)
        loaded = self.log.states.load(IMPORT, id, fresh=True)
        imports.require_sight(loaded.state, self.caller, id)
        return loaded

    @rpc
    def import_columns(self) -> Json:
        """What a column may mean, with the header of the template and an example."""
        columns = [
            {"field": one.name, "header": one.chinese, "example": one.example, "text": one.text}
            for one in import_columns.offered(self._fields())
        ]
        return {"columns": columns}


def described(seen: Mapping[str, Any], catalogue: Catalogue) -> Json:
    suggested = import_columns.suggested(seen["header"], catalogue)
    names = [field.name for field in import_columns.offered(catalogue)]
    columns = [
        {
            "header": header,
            "field": suggested.get(header),
            "sample": [row[place] for row in seen["sample"] if place < len(row)],
        }
        for place, header in enumerate(seen["header"])
    ]
    known = {name: seen[name] for name in ("kind", "encoding", "rows")}
    return {**known, "columns": columns, "fields": names}

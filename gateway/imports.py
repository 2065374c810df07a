"""Imports over HTTP: a file of customers sent, followed, looked at row by row, and undone."""

from base64 import b64encode
from typing import Any

from gateway.answers import Page, Record
from gateway.answers import Text as Written
from gateway.asked import Asked
from gateway.event_stream import LONGEST, Events
from gateway.http import get, post
from gateway.import_events import followed
from gateway.import_progress import progress
from gateway.import_shapes import Import, LookAtFile, Looked, RequestImport
from gateway.import_tables import CSV, XLSX, Rejects, Requested, template_csv, template_xlsx
from gateway.multipart import Upload
from gateway.queries import Listing
from gateway.routes import MANAGERS
from gateway.shape import Query
from kernel.nameko import remote

PART = 512 * 1024  # bytes that go in one call
SECONDS = 100.0
PATH = "/v1/imports/<import_id>"


class ImportRoutes:
    customer = remote("customer")
    analytics = remote("analytics")

    @post(
        "/v1/imports", roles=MANAGERS, body=RequestImport, answer=Requested("/v1/imports/{id}"),
        seconds=SECONDS,
    )  # fmt: skip
    def request_import(self, asked: Asked) -> Any:
        """Import customers from a CSV or XLSX file, in the background.

        `Location` is where to see how far it is. Nobody is added twice: a row whose phone or e-mail
        a customer has already adds nothing (`policy`), so a file may be sent again at any time.
        Look at the file with `/v1/imports/columns` first when its headers are your own, and try
        with `dry_run`.
        """
        wanted = dict(asked.body)
        upload_id = stored(self.customer, wanted.pop("file"))
        return self.customer.request_import(upload_id=upload_id, **wanted)

    @post(
        "/v1/imports/columns", roles=MANAGERS, body=LookAtFile, answer=Record(Looked),
        seconds=SECONDS,
    )  # fmt: skip
    def look_at_file(self, asked: Asked) -> Any:
        """What is in a file and what its columns probably mean; nothing is kept.

        From `columns` and `fields` you make the `mapping` that `POST /v1/imports` takes.
        """
        return self.customer.look_at_upload(upload_id=stored(self.customer, asked.body["file"]))

    @get("/v1/imports", roles=MANAGERS, query=Listing, answer=Page(Import))
    def list_imports(self, asked: Asked) -> Any:
        """Imports of your own and of people whose customers you see, the last one first."""
        return self.analytics.imports(**asked.filters)

    @get(PATH, roles=MANAGERS, answer=Record(Import))
    def read_import(self, asked: Asked, import_id: str) -> Any:
        """How far an import is, and what came of its rows.

        It can be asked at once, and has come to its end when `state` is finished, failed or undone.
        `written` goes ahead while it runs, and never back; `read`, the sum of what was added,
        updated, unchanged, skipped and rejected, comes after it (`phase`), for lists wait until an
        import has passed. `reasons` say why rows added nothing.
        """
        return self._progress(asked, import_id)

    @get(f"{PATH}/events", roles=MANAGERS, answer=Events(), seconds=LONGEST)
    def follow_import(self, asked: Asked, import_id: str) -> Any:
        """How far an import is, as server-sent events until it has come to its end."""
        return followed(lambda: self._progress(asked, import_id))

    @get(f"{PATH}/rejects.csv", roles=MANAGERS, query=Query, answer=Rejects(),
         seconds=SECONDS)  # fmt: skip
    def download_rejects(self, asked: Asked, import_id: str) -> Any:
        """The rows that added nothing, as they were sent, each with its line and the reason.

        Mend them in a spreadsheet and send the file again: the columns that we have put before
        yours are left out of the import. They are kept for 90 days (GUANXI_REJECTS_DAYS).
        """
        return Rejects.pages(self.customer, import_id)

    @post(f"{PATH}/undo", roles=MANAGERS)
    def undo_import(self, asked: Asked, import_id: str) -> Any:
        """Take back what an import has added and edited, but what was touched since."""
        return self.customer.undo_import(import_id=import_id)

    def _progress(self, asked: Asked, import_id: str) -> dict[str, Any]:
        return progress(
            lambda: self.analytics.read_import(import_id=import_id, **asked.filters),
            lambda: self.customer.import_told(import_id=import_id),
        )

    @get("/v1/imports/template.csv", roles=MANAGERS, query=Query,
         answer=Written(CSV, template_csv, file=True))  # fmt: skip
    def download_template(self, asked: Asked) -> Any:
        """An empty table with our headers, as CSV."""
        return self.customer.import_columns()

    @get("/v1/imports/template.xlsx", roles=MANAGERS, query=Query,
         answer=Written(XLSX, template_xlsx, file=True))  # fmt: skip
    def download_workbook(self, asked: Asked) -> Any:
        """An empty table with our headers, as a workbook that keeps long numbers as text."""
        return self.customer.import_columns()


def stored(customer: Any, upload: Upload) -> str:
    """The file goes to the service in parts: no message of ours is ever large."""
    id: str = customer.begin_upload(name=upload.name)["id"]
    number = 0
    while part := upload.file.read(PART):
        customer.put_upload(upload_id=id, number=number, data=b64encode(part).decode())
        number += 1
    upload.file.close()
    return id

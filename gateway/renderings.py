"""Answers as files and pictures, made in a real thread: everybody else is served meanwhile."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from werkzeug import Response

from gateway import drawing
from gateway.asked import Asked
from gateway.chart import chart
from gateway.import_tables import XLSX
from gateway.query_tables import query_csv, query_rows
from gateway.spreadsheet import MEDIA_TYPE as CSV
from gateway.workbook import workbook
from kernel.nameko import in_thread

# Text and shapes may have a style of their own, and nothing may run.
STYLED = {"Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'"}


@dataclass(frozen=True)
class Rendered:
    media_type: str
    make: Callable[[Any], bytes]
    file: bool = False  # to be saved; else it can be shown where it is
    sent: Mapping[str, str] = field(default_factory=dict)
    schema = None
    status = 200

    @property
    def headers(self) -> Mapping[str, str]:
        return {"Content-Disposition": "A name to save it under."} if self.file else {}

    def respond(self, asked: Asked, result: Any) -> Response:
        sent = dict(self.sent)
        if self.file:
            sent["Content-Disposition"] = f'attachment; filename="{named(asked)}"'
        body = in_thread(self.make, result)
        return Response(body, self.status, sent, content_type=self.media_type)


def named(asked: Asked) -> str:
    """By its last part, which is of letters, digits, dots and dashes only; or by the id of what
    was saved.
    """
    stem, _, ending = asked.path.rpartition("/")[2].rpartition(".")
    return f"{asked.ids.get('query_id', stem)}.{ending}"


def picture(answer: Mapping[str, Any]) -> bytes:
    return drawing.svg(chart(answer, answer.get("chart"), answer.get("title")))


def raster(answer: Mapping[str, Any]) -> bytes:
    return drawing.png(chart(answer, answer.get("chart"), answer.get("title")))


TABLE = Rendered(CSV, query_csv, file=True)
WORKBOOK = Rendered(XLSX, lambda answer: workbook(query_rows(answer)), file=True)
SVG = Rendered("image/svg+xml", picture, sent=STYLED)
PNG = Rendered("image/png", raster)

"""How a list that is taken away is answered: JSON Lines, CSV or a workbook, under one address."""

from collections.abc import Callable, Iterator, Mapping

from werkzeug import Response

from gateway.asked import Asked
from gateway.export_lines import csv_lines, json_lines
from gateway.export_workbook import sent, size, workbook
from gateway.exported import Export
from gateway.import_tables import XLSX
from gateway.spreadsheet import MEDIA_TYPE as CSV

JSON_LINES = "application/jsonl"
FORMATS: Mapping[str, str] = {"jsonl": JSON_LINES, "csv": CSV, "xlsx": XLSX}
LINES: Mapping[str, Callable[[Export], Iterator[bytes]]] = {"jsonl": json_lines, "csv": csv_lines}


class Exported:
    schema = None
    status = 200

    def __init__(self, *formats: str) -> None:
        self.media_types = tuple(FORMATS[one] for one in formats or FORMATS)

    @property
    def media_type(self) -> str:
        return self.media_types[0]

    @property
    def headers(self) -> Mapping[str, str]:
        return {
            "Content-Disposition": "A name to save it under.",
            "Link": 'Where to see whether it went out whole, and how many rows (`rel="about"`).',
            "X-As-Of": "The last position of each log that is in it, as X-Read-After takes them.",
        }

    def respond(self, asked: Asked, result: Export) -> Response:
        headers = {
            "Content-Disposition": f'attachment; filename="{result.of}.{result.format}"',
            "Link": f'</v1/exports/{result.id}>; rel="about"',
            "X-As-Of": ",".join(result.as_of),
        }
        kind = FORMATS[result.format]
        if result.format in LINES:
            body = LINES[result.format](result)
            return Response(body, self.status, headers, content_type=kind)
        file = workbook(result)
        headers["Content-Length"] = str(size(file))
        return Response(sent(file), self.status, headers, content_type=kind)

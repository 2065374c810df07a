"""The tables around an import: the template to fill in, and the rows that were not taken."""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO, StringIO
from typing import Any

import xlsxwriter
from marshmallow import Schema
from werkzeug import Response

from gateway.answers import JSON, Receipt, etag, to_json
from gateway.asked import Asked
from gateway.spreadsheet import MEDIA_TYPE as CSV
from gateway.spreadsheet import harmless

__all__ = ["CSV", "XLSX", "Rejects", "Requested", "template_csv", "template_xlsx"]

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
BEFORE = ("行号 line", "结果 outcome", "原因 reason", "说明 detail")
WORDS = {
    "duplicate": "客户 {customer_id} 已有此电话或邮箱 · a customer has this phone or e-mail",
    "duplicate-in-file": "与第 {first_line} 行重复 · the same as line {first_line} of this file",
    "imported-before": "客户 {customer_id} 由相同的一行导入 · an equal row was imported before",
    "several-customers": "电话和邮箱属于不同客户 · its phones and e-mails are of several customers",
    "held-by-others": "您看不到的客户已有此电话或邮箱 · a customer that you do not see has it",
    "unknown-pool": "没有这个公海 · there is no such pool",
    "holding-cap": "跟单人客户已达上限 · its owner holds as many customers as allowed",
    "person-deactivated": "跟单人已停用 · its owner has been deactivated",
    "unknown-person": "跟单人不存在 · nobody of this name works here",
    "invalid": "数据有误 · {errors}",
}


NO_NUMBER = "is no telephone number of"
OTHERWISE = (
    "电话不合该地区：请用 region 说明号码所在国家或地区，或用 keep_invalid_phones=true 原样保留 · "
    "say with region where these numbers are rung (US, …), or keep them as they are with "
    "keep_invalid_phones=true"
)


@dataclass(frozen=True)
class Requested:
    """It was asked for, and goes on in the background; `location` says how far it is."""

    location: str
    media_type = JSON
    schema: type[Schema] = Receipt
    status = 202

    @property
    def headers(self) -> Mapping[str, str]:
        return {"ETag": "The version.", "Location": "Where to see how far it is."}

    def respond(self, asked: Asked, result: Any) -> Response:
        sent = {"ETag": etag(result["version"]), "Location": self.location.format(**result)}
        return to_json(self.status, result, sent)


@dataclass(frozen=True)
class Rejects:
    """A CSV that is sent while it is read: a hundred thousand rows need no memory."""

    media_type = CSV
    schema = None
    status = 200

    @property
    def headers(self) -> Mapping[str, str]:
        return {"Content-Disposition": "A name to save it under."}

    @staticmethod
    def pages(customer: Any, import_id: str) -> Iterator[dict[str, Any]]:
        """The first page is there, or refused, before anything is answered."""
        first = customer.import_rejects(import_id=import_id)

        def following() -> Iterator[dict[str, Any]]:
            page = first
            yield page
            while page["next"] is not None:
                page = customer.import_rejects(import_id=import_id, after=page["next"])
                yield page

        return following()

    def respond(self, asked: Asked, result: Iterator[dict[str, Any]]) -> Response:
        name = f"rejects-{asked.ids['import_id']}.csv"
        sent = {"Content-Disposition": f'attachment; filename="{name}"'}
        return Response(rejects_csv(result), self.status, sent, content_type=self.media_type)


def rejects_csv(pages: Iterator[Mapping[str, Any]]) -> Iterator[bytes]:
    begun = False
    for page in pages:
        lines = [] if begun else [[*BEFORE, *page["header"]]]
        lines += [told(row) for row in page["rows"]]
        yield b"".join([b"" if begun else b"\xef\xbb\xbf", written(lines)])
        begun = True


def told(row: Mapping[str, Any]) -> list[Any]:
    errors = "; ".join(row["errors"])
    if NO_NUMBER in errors:
        errors = f"{errors}。{OTHERWISE}"
    words = WORDS.get(row["reason"], "").format(**{**row, "errors": errors})
    return [row["line"], row["outcome"], row["reason"], words, *row["cells"]]


def written(lines: list[list[Any]]) -> bytes:
    out = StringIO()
    rows = csv.writer(out, lineterminator="\r\n", quoting=csv.QUOTE_ALL)
    rows.writerows([harmless(cell) for cell in line] for line in lines)
    return out.getvalue().encode("utf-8", errors="replace")


def template_csv(described: Mapping[str, Any]) -> bytes:
    return b"\xef\xbb\xbf" + written([[one["header"] for one in described["columns"]]])


def template_xlsx(described: Mapping[str, Any]) -> bytes:
    """Columns of long numbers are text, so that no digit is lost; an example is a note."""
    out = BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet, text = book.add_worksheet("客户"), book.add_format({"num_format": "@"})
        bold = book.add_format({"bold": True})
        for place, one in enumerate(described["columns"]):
            sheet.set_column(place, place, 18, text if one["text"] else None)
            sheet.write_string(0, place, one["header"], bold)
            if one["example"]:
                sheet.write_comment(0, place, one["example"])
        sheet.freeze_panes(1, 0)
    return out.getvalue()

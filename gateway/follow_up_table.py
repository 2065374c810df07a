"""The conversation register as a table for spreadsheets, written page by page as it is read."""

import csv
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from io import StringIO
from typing import Any
from zoneinfo import ZoneInfo

from werkzeug import Response

from gateway.asked import Asked
from gateway.queries import LARGEST_PAGE
from gateway.spreadsheet import MEDIA_TYPE, harmless

MOST = 50_000  # lines
BYTE_ORDER_MARK = "\ufeff"  # Excel asks for it
NAME = "follow-ups.csv"
HEADINGS = (
    "时间 at", "客户 customer", "客户编号 customer_id", "跟进人 author", "方式 channel",
    "结果 outcome", "接通 reached", "内容 note", "客户需求 needs", "洽谈要点 discussed",
    "承诺事项 promises", "市场信息 market_info", "下次联系 next_contact_at",
    "商机 opportunity_id", "录入时间 entered_at", "修改时间 amended_at", "修改人 amended_by",
    "编号 id",
)  # fmt: skip
FLAGS = {True: "是", False: "否", None: ""}
TIMES = frozenset({"at", "next_contact_at", "entered_at", "amended_at"})

Row = Mapping[str, Any]
Ask = Callable[..., Mapping[str, Any]]


class Table:
    media_type = MEDIA_TYPE
    schema = None
    status = 200

    @property
    def headers(self) -> Mapping[str, str]:
        return {"Content-Disposition": "A name to save it under."}

    def respond(self, asked: Asked, result: Iterator[bytes]) -> Response:
        sent = {"Content-Disposition": f'attachment; filename="{NAME}"'}
        return Response(result, self.status, sent, content_type=self.media_type)


def table(ask: Ask, zone: str, most: int = MOST) -> Iterator[bytes]:
    """The first page is there, or refused, before anything is answered."""
    first = ask(limit=LARGEST_PAGE)
    return written(first, ask, ZoneInfo(zone), most)


def written(page: Mapping[str, Any], ask: Ask, zone: ZoneInfo, most: int) -> Iterator[bytes]:
    yield (BYTE_ORDER_MARK + line(HEADINGS)).encode()
    count = 0
    while True:
        count += len(page["items"])
        rows = "".join(line(cells(row, zone)) for row in page["items"])
        yield rows.encode(errors="replace")
        if page["next"] is None or count >= most:
            return
        page = ask(limit=LARGEST_PAGE, cursor=page["next"], after=None)


def cells(row: Row, zone: ZoneInfo) -> Iterator[Any]:
    for heading in HEADINGS:
        name = heading.split(" ")[1]
        value = row[name]
        if name in TIMES:
            yield local(value, zone)
        elif name == "reached":
            yield FLAGS[value]
        else:
            yield "\n".join(map(promised, value)) if name == "promises" else value


def local(at: str | None, zone: ZoneInfo) -> str:
    """By the clock on the wall, as 2018-07-18 09:30."""
    return datetime.fromisoformat(at).astimezone(zone).strftime("%Y-%m-%d %H:%M") if at else ""


def promised(one: Row) -> str:
    return f"{one['text']} ({one['due_on']}, {one['owner']}, {one['status']})"


def line(values: Any) -> str:
    """Every cell is in quotes: some spreadsheets part cells at semicolons."""
    out = StringIO()
    csv.writer(out, lineterminator="\r\n", quoting=csv.QUOTE_ALL).writerow(map(harmless, values))
    return out.getvalue()

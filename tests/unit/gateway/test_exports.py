"""A whole list taken away: its lines and columns, its end, and that it is told how it ended."""

import csv
import json
from io import BytesIO, StringIO
from threading import BoundedSemaphore
from zipfile import ZipFile
from zoneinfo import ZoneInfo

import pytest

from gateway import export_columns as told
from gateway.export_answers import Exported
from gateway.export_lines import csv_lines, json_lines
from gateway.export_workbook import MOST, require_room
from gateway.exported import Export, taken
from gateway.service import ROUTES
from gateway.tokens import Unauthorised
from kernel.refusal import Invalid, Unavailable
from tests.unit.gateway.requests import ask, question

SHANGHAI = ZoneInfo("Asia/Shanghai")
TALK = {
    "id": "f1", "customer": "老王", "customer_id": "c1", "author": "ann", "channel": "visit",
    "outcome": "=1+1", "note": "一\n二", "needs": None, "discussed": "@x", "market_info": "\tx",
    "promises": [
        {"text": "寄样品", "due_on": "2026-01-12", "owner": "ann", "status": "open"},
        {"text": "报价", "due_on": "2026-01-13", "owner": "bob", "status": "kept"},
    ],
    "next_contact_at": None, "opportunity_id": None, "at": "2026-01-05T16:30:00Z",
    "entered_at": "2026-01-05T16:31:00Z", "amended_at": None, "amended_by": None,
}  # fmt: skip
FIRM = {
    "id": "c1", "name": "-王刚", "credit_code": "913301000000000018", "completeness": 80,
    "phones": [{"shown": "138****8000"}, {"shown": "+1 650 253 0000"}], "owner": None,
    "contacts": [{"name": "李雷", "role": "采购", "phones": [{"shown": "139 0013 9000"}]}],
    "fields": [{"field": "x1", "shown": ["甲", "乙"]}, {"field": "x2", "shown": ["旧"]}],
}  # fmt: skip
OWN = [{"id": "x1", "name": "=HYPERLINK()", "built_in": False},
       {"id": "level", "name": "级别", "built_in": True}]  # fmt: skip


class Listed:
    """Pages one after the other, and what was told at the end."""

    def __init__(self, *pages, still=lambda: True, broken=None):
        self.pages, self.still, self.broken = list(pages), still, broken
        self.asked, self.end, self.places = [], None, BoundedSemaphore(1)

    def page(self, **asked):
        self.asked.append(asked)
        if self.broken and asked:
            raise self.broken
        following = None if len(self.asked) == len(self.pages) else f"c{len(self.asked)}"
        items = self.pages[len(self.asked) - 1]
        return {"items": items, "next": following, "moment": "1.2.3"}

    def ended(self, rows, whole):
        self.end = (rows, whole)

    def export(self, format="jsonl", columns=(), bom=False):
        pages = taken(self.page(), self.page, self.still, self.ended, self.places)
        return Export("e1", "customers", format, ["customer:7"], pages, columns, bom)


def table(headings, *rows, own=(), bom=True):
    columns = [*told.columns(headings, SHANGHAI), *told.own_fields(own)]
    sent = b"".join(csv_lines(Listed(rows).export("csv", columns, bom)))
    return list(csv.reader(StringIO(sent.decode("utf-8-sig"), newline="")))


def test_a_line_of_json_is_a_row_and_the_last_one_says_that_it_is_the_last():
    listed = Listed([{"id": "c1"}, {"id": "c2"}], [{"id": "c3", "name": "李"}])
    lines = [json.loads(line) for line in b"".join(json_lines(listed.export())).splitlines()]
    assert lines == [
        {"id": "c1"}, {"id": "c2"}, {"id": "c3", "name": "李"},
        {"end": {"rows": 3, "as_of": ["customer:7"]}},
    ]  # fmt: skip
    assert listed.asked == [{}, {"cursor": "c1", "moment": "1.2.3"}]
    assert listed.end == (3, True)


def test_what_was_said_is_told_by_the_clock_on_the_wall():
    head, line = table(told.FOLLOW_UPS, TALK)
    found = dict(zip(head, line, strict=True))
    assert tuple(head) == told.FOLLOW_UPS
    assert found["时间 at"] == "2026-01-06 00:30"
    assert found["内容 note"] == "一\n二"
    assert found["客户需求 needs"] == ""
    assert found["接通 reached"] == ""
    assert found["承诺事项 promises"] == (
        "寄样品 (2026-01-12, ann, open)\n报价 (2026-01-13, bob, kept)"
    )


def test_it_says_whether_anybody_answered():
    heads = told.FOLLOW_UPS
    lines = [table(heads, TALK | {"reached": answer})[1] for answer in (True, False, None)]
    assert [line[heads.index("接通 reached")] for line in lines] == ["是", "否", ""]


def test_nothing_that_a_spreadsheet_would_run_is_left_not_even_in_a_heading():
    head, line = table(told.FOLLOW_UPS, TALK)
    found = dict(zip(head, line, strict=True))
    assert found["结果 outcome"] == "'=1+1"
    assert found["洽谈要点 discussed"] == "'@x"
    assert found["市场信息 market_info"] == "'\tx"
    head, line = table(told.CUSTOMERS, FIRM, own=OWN)
    found = dict(zip(head, line, strict=True))
    assert head[-1] == "'=HYPERLINK()"
    assert found["'=HYPERLINK()"] == "甲\n乙"
    assert found["名称 name"] == "'-王刚"


def test_a_customer_is_a_line_with_what_its_asker_sees():
    head, line = table(told.CUSTOMERS, FIRM)
    found = dict(zip(head, line, strict=True))
    assert found["电话 phones"] == "138****8000\n+1 650 253 0000"
    assert found["联系人 contacts"] == "李雷 (采购) 139 0013 9000"
    assert (found["跟进人 owner"], found["公司 company"]) == ("", "")
    assert found["统一社会信用代码 credit_code"] == "'913301000000000018"
    assert len(head) == len(told.CUSTOMERS)


def test_a_program_gets_digits_as_they_are_and_no_byte_order_mark():
    columns = told.columns(("代码 credit_code",), SHANGHAI)
    sent = b"".join(csv_lines(Listed([FIRM]).export("csv", columns)))
    assert sent.decode() == '"代码 credit_code"\r\n"913301000000000018"\r\n'
    assert b"".join(csv_lines(Listed([]).export("csv", columns, True))).startswith(b"\xef\xbb\xbf")


def test_a_workbook_has_text_as_text_and_comes_whole():
    listed = Listed([FIRM], [FIRM])
    columns = [*told.columns(told.CUSTOMERS, SHANGHAI), *told.own_fields(OWN)]
    answer = Exported().respond(ask(question()), listed.export("xlsx", columns))
    book = ZipFile(BytesIO(content := b"".join(answer.response)))
    sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert sheet.count("-王刚") == 2
    assert int(answer.headers["Content-Length"]) == len(content)
    assert answer.headers["Content-Disposition"] == 'attachment; filename="customers.xlsx"'
    assert listed.end == (2, True)


def test_a_workbook_is_refused_before_it_is_too_long_for_people():
    require_room(MOST)
    with pytest.raises(Invalid):
        require_room(MOST + 1)


@pytest.mark.parametrize("lines", [json_lines, csv_lines])
def test_what_breaks_off_has_no_end(lines):
    listed = Listed([{"id": "c1"}], [], broken=Unavailable("away"))
    sent = lines(listed.export())
    got = []
    with pytest.raises(Unavailable):
        got.extend(sent)
    assert b'"end"' not in b"".join(got)
    assert listed.end == (1, False)


def test_who_loses_the_right_meanwhile_gets_no_more():
    listed = Listed([{"id": "c1"}], [{"id": "c2"}], still=lambda: False)
    with pytest.raises(Unauthorised):
        list(json_lines(listed.export()))
    assert listed.end == (1, False)


def test_it_is_told_when_nobody_reads_on_or_not_even_begins():
    listed = Listed([{"id": "c1"}], [{"id": "c2"}])
    lines = json_lines(listed.export())
    next(lines)
    del lines
    assert listed.end == (0, False)
    unread = Listed([{"id": "c1"}])
    unread.export()
    assert unread.end == (0, False)


def test_as_many_as_there_are_places_are_on_their_way_at_once():
    listed = Listed([{"id": "c1"}])
    export = listed.export()
    with pytest.raises(Unavailable) as caught:
        taken({}, listed.page, listed.still, listed.ended, listed.places)
    assert caught.value.slug == "too-many-exports"
    list(export.pages)
    assert listed.places.acquire(blocking=False)


def test_whatever_takes_lists_away_wants_the_right_to():
    away = {name for name, route in ROUTES.items() if isinstance(route.answer, Exported)}
    assert len(away) == 5
    assert away == {name for name, route in ROUTES.items() if route.takes_away}

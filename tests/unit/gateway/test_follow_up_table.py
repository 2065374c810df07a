"""The register as a table, page by page."""

import csv
from io import StringIO

import pytest

from gateway.follow_up_table import HEADINGS, table
from kernel.refusal import NotFound

SHANGHAI = "Asia/Shanghai"
ROW = {
    "id": "f1", "customer": "老王", "customer_id": "c1", "author": "ann", "channel": "visit",
    "outcome": "=1+1", "note": "一\n二", "needs": None, "discussed": None, "market_info": None,
    "promises": [
        {"text": "寄样品", "due_on": "2026-01-12", "owner": "ann", "status": "open"},
        {"text": "报价", "due_on": "2026-01-13", "owner": "bob", "status": "kept"},
    ],
    "next_contact_at": None, "opportunity_id": None, "at": "2026-01-05T16:30:00Z",
    "entered_at": "2026-01-05T16:31:00Z", "amended_at": None, "amended_by": None, "reached": None,
}  # fmt: skip


class Register:
    def __init__(self, *pages):
        self.pages = list(pages)
        self.asked = []

    def __call__(self, **page):
        self.asked.append(page)
        last = len(self.asked) == len(self.pages)
        return {"items": self.pages[len(self.asked) - 1], "next": None if last else "more"}


def lines(register, **how):
    text = b"".join(table(register, SHANGHAI, **how)).decode("utf-8-sig")
    return list(csv.reader(StringIO(text, newline="")))


def test_a_line_says_what_was_said_by_the_clock_on_the_wall():
    head, line = lines(Register([ROW]))
    told = dict(zip(head, line, strict=True))
    assert tuple(head) == HEADINGS
    assert told["时间 at"] == "2026-01-06 00:30"
    assert told["结果 outcome"] == "'=1+1"
    assert told["内容 note"] == "一\n二"
    assert told["承诺事项 promises"] == (
        "寄样品 (2026-01-12, ann, open)\n报价 (2026-01-13, bob, kept)"
    )
    assert told["客户需求 needs"] == ""
    assert told["接通 reached"] == ""


def test_it_says_whether_anybody_answered():
    _, *told = lines(Register([ROW | {"reached": reached} for reached in (True, False, None)]))
    assert [line[HEADINGS.index("接通 reached")] for line in told] == ["是", "否", ""]


def test_it_begins_with_a_byte_order_mark():
    assert next(table(Register([]), SHANGHAI)).startswith(b"\xef\xbb\xbf")


def test_pages_follow_each_other_to_the_end():
    register = Register([ROW], [ROW, ROW], [])
    assert len(lines(register)) == 4
    assert [page.get("cursor") for page in register.asked] == [None, "more", "more"]


def test_it_has_an_end():
    assert len(lines(Register([ROW], [ROW], [ROW]), most=2)) == 3


def test_what_is_refused_is_refused_before_anything_is_answered():
    def refuse(**page):
        raise NotFound(what="customer")

    with pytest.raises(NotFound):
        table(refuse, SHANGHAI)

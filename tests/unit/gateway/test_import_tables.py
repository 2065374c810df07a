"""The tables around an import open in a spreadsheet without garbage, and nothing runs in them."""

import csv
from io import BytesIO, StringIO

from python_calamine import CalamineWorkbook

from gateway.import_tables import rejects_csv, template_csv, template_xlsx

COLUMNS = {
    "columns": [
        {"field": "name", "header": "客户名称", "example": "王伟", "text": False},
        {"field": "phones", "header": "电话", "example": "138", "text": True},
    ]
}


def row(line, reason, cells, **more):
    given = {"outcome": "skipped", "customer_id": None, "first_line": None, "errors": []}
    return {"line": line, "reason": reason, "cells": cells} | given | more


def table(*pages):
    content = b"".join(rejects_csv(iter(pages)))
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.count(b"\xef\xbb\xbf") == 1
    return list(csv.reader(StringIO(content.decode("utf-8-sig"), newline="")))


def test_pages_become_one_table_with_the_reason_before_what_was_sent():
    first = {"header": ["客户名称"], "rows": [row(2, "duplicate", ["王"], customer_id="c1")]}
    second = {"header": ["客户名称"], "rows": [row(9, "duplicate-in-file", ["李"], first_line=2)]}

    head, known, twice = table(first, second)

    assert head[4:] == ["客户名称"]
    assert (known[0], known[2], known[4]) == ("2", "duplicate", "王")
    assert "c1" in known[3]
    assert "2" in twice[3]


def test_what_is_wrong_with_a_row_is_told_in_words():
    errors = ["emails.0 must be an e-mail address", "name must be given"]
    page = {"header": ["a"], "rows": [row(2, "invalid", ["x"], outcome="rejected", errors=errors)]}

    assert table(page)[1][3] == "数据有误 · " + "; ".join(errors)


def test_who_sent_numbers_of_another_country_is_told_what_to_do():
    error = "Phone 1 (phones.0) is no telephone number of CN"
    page = {"header": ["a"], "rows": [row(2, "invalid", ["x"], outcome="rejected", errors=[error])]}

    told = table(page)[1][3]

    assert told.startswith(f"数据有误 · {error}")
    assert "region" in told
    assert "keep_invalid_phones=true" in told
    assert "电话" in told


def test_an_owner_whom_nobody_knows_is_told_in_words():
    page = {"header": ["a"], "rows": [row(2, "unknown-person", ["x"], outcome="rejected")]}

    assert "nobody of this name works here" in table(page)[1][3]


def test_a_reason_that_is_new_to_us_is_told_by_its_name():
    assert table({"header": ["a"], "rows": [row(2, "brand-new", ["x"])]})[1][2] == "brand-new"


def test_formulas_are_defused_and_numbers_stay():
    page = {"header": ["=1+1"], "rows": [row(2, "invalid", ["=cmd|x", "-13", "+86 139", "@a"])]}

    head, line = table(page)

    assert head[4] == "'=1+1"
    assert line[4:] == ["'=cmd|x", "-13", "'+86 139", "'@a"]


def test_nothing_rejected_is_a_table_with_a_header_only():
    assert len(table({"header": ["a"], "rows": []})) == 1


def test_the_templates_have_our_headers():
    assert template_csv(COLUMNS).decode("utf-8-sig") == '"客户名称","电话"\r\n'
    book = CalamineWorkbook.from_filelike(BytesIO(template_xlsx(COLUMNS)))
    assert book.get_sheet_by_index(0).to_python() == [["客户名称", "电话"]]

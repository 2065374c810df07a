import csv
from io import StringIO

import pytest

from gateway.spreadsheet import harmless, report_csv

CNY = {"amount": "1250.00", "currency": "CNY"}
USD = {"amount": "7.00", "currency": "USD"}


def table(report):
    text = report_csv(report).decode("utf-8-sig")
    return list(csv.reader(StringIO(text, newline="")))


def test_a_report_becomes_a_line_per_row_and_the_total():
    report = {
        "report": "win-rate", "by": "person", "total": {"won": 3, "win_rate": 60.0},
        "rows": [{"key": "安", "won": 1, "win_rate": None}, {"key": None, "won": 2, "win_rate": 1}],
    }  # fmt: skip

    assert table(report) == [
        ["person", "won", "win_rate"],
        ["安", "1", ""],
        ["", "2", "1"],
        ["total", "3", "60.0"],
    ]


def test_each_currency_has_a_column():
    rows = [{"key": "ann", "amounts": [USD]}, {"key": "bob", "amounts": []}]
    report = {"by": "person", "total": {"amounts": [CNY, USD]}, "rows": rows}

    assert table(report) == [
        ["person", "amounts USD", "amounts CNY"],
        ["ann", "7.00", ""],
        ["bob", "", ""],
        ["total", "7.00", "1250.00"],
    ]


def test_what_is_nested_by_stage_has_columns_by_stage():
    stages = [{"stage": "won", "count": 2, "amounts": [CNY]}, {"stage": "lost", "count": 1}]
    report = {"by": None, "rows": [], "total": {"opportunities": stages, "customers": {"pool": 4}}}

    assert table(report) == [
        ["key", "opportunities won count", "opportunities won amounts CNY",
         "opportunities lost count", "customers pool"],
        ["total", "2", "1250.00", "1", "4"],
    ]  # fmt: skip


def test_each_reason_of_each_person_has_a_line_under_the_same_columns():
    dear, late = ({"reason": one, "percent": 50.0, "count": 1} for one in ("太贵", "太晚"))
    report = {
        "report": "loss-reasons", "by": "person", "total": {"lost": 2, "reasons": [dear, late]},
        "rows": [{"key": "安", "lost": 1, "reasons": [late | {"amounts": [CNY]}]},
                 {"key": "波", "lost": 0, "reasons": []}],
    }  # fmt: skip

    assert table(report) == [
        ["person", "lost", "reason", "percent", "count", "amounts CNY"],
        ["安", "1", "太晚", "50.0", "1", "1250.00"],
        ["波", "0", "", "", "", ""],
        ["total", "2", "太贵", "50.0", "1", ""],
        ["total", "2", "太晚", "50.0", "1", ""],
    ]


def test_a_way_is_a_line_however_many_stages_it_has():
    ways = [{"way": "talk > offer", "stages": ["talk", "offer"], "won": 2},
            {"way": "talk", "stages": ["talk"], "won": 0}]  # fmt: skip
    report = {"report": "paths", "by": None, "rows": [], "total": {"closed": 2, "paths": ways}}

    assert table(report)[0] == ["key", "closed", "way", "won"]
    assert [line[2] for line in table(report)[1:]] == ["talk > offer", "talk"]


def test_it_begins_with_a_byte_order_mark_and_ends_lines_as_spreadsheets_do():
    written = report_csv({"by": None, "rows": [], "total": {"won": 1}})

    assert written == b'\xef\xbb\xbf"key","won"\r\n"total","1"\r\n'


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+cmd|' /C calc'!A0",
        "-2+3",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\n=1",
        " =1",
        "＝1+1",
        "|x",
    ],
)
def test_a_formula_is_made_harmless(text):
    assert harmless(text) == f"'{text}"


@pytest.mark.parametrize("value", ["李伟", "-12.50", "+86", "a=b", "", 5, None, 1.5])
def test_everything_else_stays_as_it_is(value):
    assert harmless(value) == value


def test_a_formula_cannot_hide_in_a_name_of_a_column():
    assert table({"by": "=1", "rows": [], "total": {}})[0] == ["'=1"]


def test_no_cell_is_parted_at_another_separator():
    report = {"by": "product", "total": {"won": 1}, "rows": [{"key": ";=1+1", "won": 1}]}

    assert '\r\n";=1+1","1"\r\n' in report_csv(report).decode()

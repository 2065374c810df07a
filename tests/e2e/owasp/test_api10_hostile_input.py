"""API10, unsafe consumption: what comes out of files of others is input like any other.

Each form of a bad file: tests/e2e/test_imports.py, tests/unit/kernel/sheets, test_media.py and
test_calendar_imports.py of tests/unit. What a spreadsheet would run: test_spreadsheet.py.
"""

import io
import zipfile
from functools import partial
from typing import Any
from uuid import uuid4

import pytest
import requests

from tests.e2e.api import nothing_written, settled
from tests.e2e.owasp.company import Company

EVENT = ["BEGIN:VEVENT", "DTSTART:20310406T100000Z", "DTEND:20310406T110000Z"]


def uploaded(
    company: Company, path: str, name: str, content: bytes, **form: Any
) -> requests.Response:
    return company.boss.session.post(
        company.boss.url + path, files={"file": (name, content)}, data=form, timeout=90
    )


def calendar(*lines: str) -> bytes:
    return "\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", *lines, "END:VCALENDAR"]).encode()


def event(*lines: str) -> list[str]:
    return [*EVENT, f"UID:{uuid4()}", "SUMMARY:x", *lines, "END:VEVENT"]


NESTED = ["BEGIN:VEVENT"] * 5_000 + ["END:VEVENT"] * 5_000
REFUSED = {
    "no calendar": b"hello",
    "deep": calendar(*NESTED),
    "too many": calendar(*(line for _ in range(501) for line in event())),
    "cut off": calendar(*event())[:60],
}


@pytest.mark.parametrize("kind", REFUSED)
def test_a_calendar_that_is_none_is_refused_as_a_whole(company, kind):
    with nothing_written(company.root):
        answer = uploaded(company, "/v1/calendar/import", "x.ics", REFUSED[kind])
    assert answer.status_code == 400, answer.text
    assert answer.json()["errors"][0]["field"] == "file"


ODD = {
    "every second for ever": "RRULE:FREQ=SECONDLY",
    "a billion times": "RRULE:FREQ=DAILY;COUNT=1000000000",
    "never again": "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=31",
    "a long rule": "RRULE:FREQ=DAILY;BYHOUR=" + ",".join(str(n % 24) for n in range(5_000)),
    "a zone that is none": "RDATE;TZID=Europe/../../etc/passwd:20310406T100000",
}


def test_an_event_that_would_last_for_ever_harms_none_of_the_others(company):
    lines = [line for odd in ODD.values() for line in event(odd)] + event()
    answer = uploaded(company, "/v1/calendar/import", "x.ics", calendar(*lines))
    assert answer.status_code == 200, answer.text
    *_, last = answer.json()["items"]
    assert last["ok"] or last["problem"]["type"].endswith("/conflict"), last
    assert answer.elapsed.total_seconds() < 40
    assert company.boss.get("/v1/me").status_code == 200


def workbook(sheet: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("xl/workbook.xml", sheet)
        book.writestr("xl/worksheets/sheet1.xml", sheet)
        book.writestr("../../../etc/cron.d/evil", "* * * * * root true")
    return packed.getvalue()


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
BILLION = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "ha">{LAUGHS}]><workbook>&l9;</workbook>'
OUTSIDE = ('<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
           "<workbook>&e;</workbook>")  # fmt: skip


@pytest.mark.parametrize("sheet", [BILLION, OUTSIDE], ids=["billion laughs", "an outside entity"])
def test_a_workbook_reads_nothing_but_itself(company, sheet):
    for path in ("/v1/imports/columns", "/v1/imports"):
        answer = uploaded(company, path, "x.xlsx", workbook(sheet))
        assert answer.status_code == 400, answer.text
        assert "root:" not in answer.text
        assert len(answer.text) < 5_000


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("x.html", b"<script>alert(1)</script>"),
        ("x.svg", b'<svg onload="alert(1)"/>'),
        ("x.pdf", b"MZ\x90\x00 a program"),
    ],
)
def test_a_file_that_could_run_in_a_browser_is_not_kept(company, name, content):
    path = f"/v1/customers/{company.ids['customer_id']}/files"
    answer = uploaded(company, path, name, content)
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, "file"), answer.text


def test_a_name_of_a_file_is_a_name_and_no_path(company):
    path = f"/v1/customers/{company.ids['customer_id']}/files"
    kept = uploaded(company, path, '../../../etc/"passwd\r\nX-Evil: 1.txt', b"tea")
    assert kept.status_code == 201, kept.text
    answer = company.boss.get(f"{path}/{kept.json()['id']}")
    assert answer.status_code == 200
    assert "X-Evil" not in answer.headers
    assert ".." not in answer.headers["Content-Disposition"]
    assert answer.headers["Content-Disposition"].startswith("attachment")


def test_what_a_cell_says_is_text_wherever_it_comes_out_again(company):
    mark = f"=cmd|'/c calc'!A{uuid4().int % 10_000}"
    made = company.boss.do("/v1/customers", {"name": mark})
    talk = {"channel": "phone", "outcome": "=1+1", "note": "@SUM(1)"}
    said = company.boss.do(f"/v1/customers/{made['id']}/follow-ups", talk)
    asked = partial(company.boss.get, "/v1/follow-ups.csv", said["position"])
    text = settled(partial(asked, customer_id=made["id"])).content.decode("utf-8-sig")
    cells = [cell for line in text.splitlines() for cell in line.split(",")]
    assert any("1+1" in cell for cell in cells), text
    assert [cell for cell in cells if cell.strip('"')[:1] in ("=", "+", "@")] == []

"""A file of customers, by HTTP alone: imported, found, imported again in vain, and undone."""

import json
import os
import signal
from io import BytesIO
from uuid import uuid4

import pytest
import xlsxwriter

from tests.e2e.api import Api, asked_for, eventually, nothing_written, slug
from tests.e2e.conftest import System
from tests.e2e.imported import (
    HEADER,
    ROWS,
    as_csv,
    brought,
    counts,
    customers,
    ended,
    rejects,
    send,
)
from tests.e2e.staff import hired

pytestmark = pytest.mark.timeout(600)


@pytest.fixture
def mark() -> str:
    return uuid4().hex[:8]


def test_a_lead_of_the_file_is_found_by_the_last_digits_and_a_second_import_adds_none(boss, mark):
    rows = customers(mark)
    first = brought(boss, as_csv(rows))
    assert (first["state"], counts(first)["added"]) == ("finished", ROWS)

    phone = rows[1234][2]
    [found] = [
        one
        for one in boss.read("/v1/customers", q=phone[-8:])["items"]
        if one["phones"][0]["written"] == phone
    ]
    assert (found["name"], found["owner"], found["pool"]) == ("客户1234", None, "public")

    second = brought(boss, as_csv(rows, "utf-8-sig", ","))
    assert counts(second) == {
        "read": ROWS, "added": 0, "updated": 0, "skipped": ROWS, "rejected": 0,
    }  # fmt: skip
    assert second["reasons"] == {"duplicate": ROWS}
    table = rejects(boss, second["id"])
    assert table[0][4:] == HEADER
    assert len(table) == 1 + ROWS
    [why] = [line for line in table if line[6] == phone]
    assert why[1:3] == ["skipped", "duplicate"]
    assert found["id"] in why[3]


def test_killed_in_the_middle_it_goes_on_and_nothing_is_there_twice(system: System, boss, mark):
    rows = customers(mark)
    before = boss.heads()["customer"]
    response = send(boss, as_csv(rows))
    path, position = response.headers["Location"], response.json()["position"]
    eventually(lambda: boss.read(path, position)["written"], lambda written: written > 0)

    os.kill(pid(system, "customer"), signal.SIGKILL)

    written: list[int] = []
    done = ended(boss, path, written=written)
    assert written == sorted(written)
    assert (done["state"], counts(done)["added"], counts(done)["read"]) == ("finished", ROWS, ROWS)
    registered = [
        event
        for event in boss.events("customer", before, types="CustomerRegistered")
        if event["correlationid"] == done["id"]
    ]
    assert len({event["data"]["phones"][0]["e164"] for event in registered}) == ROWS
    assert len(registered) == ROWS


def pid(system: System, name: str) -> int:
    """As its supervisor wrote it down: `status` may take its time while an import runs."""
    shown = json.loads((system.run_dir / "status.json").read_text())
    return int(shown["children"][name]["pid"]["pid"])


def heard(system: System, queue: str) -> bool:
    """Whether a subscription has caught up with all that was published."""
    lines = [line.split() for line in system.crm("lag").stdout.splitlines()]
    return all(line[3] == "0" for line in lines if line[0] == queue)


def test_it_is_followed_by_server_sent_events(boss, mark):
    response = send(boss, as_csv(customers(mark, 1_000)))
    path = response.headers["Location"]

    with boss.session.get(boss.url + path + "/events", stream=True, timeout=120) as stream:
        assert stream.headers["Content-Type"].startswith("text/event-stream")
        lines = list(stream.iter_lines(decode_unicode=True))

    told = [json.loads(line[6:]) for line in lines if line.startswith("data: ")]
    assert told[-1]["state"] == "finished"
    for figure in ("written", "read"):
        assert [one[figure] for one in told] == sorted(one[figure] for one in told)
    assert told[-1]["written"] == told[-1]["read"] == 1_000
    assert [line for line in lines if line.startswith("event: ")][-1] == "event: ended"


def test_undone_it_leaves_whom_somebody_has_followed_up(system: System, boss, mark):
    """Which stands in another service's log."""
    ann = f"ann.{mark}"
    hired(system, ann)
    rows = [[*row, ann] for row in customers(mark, 3)]
    done = brought(boss, as_csv(rows, header=[*HEADER, "跟单人"]))
    [met] = boss.read("/v1/customers", q=rows[1][3])["items"]
    follow_up = {"channel": "phone", "outcome": "reached"}
    Api(system.url, system.token(ann, "sales")).do(
        f"/v1/customers/{met['id']}/follow-ups", follow_up
    )
    eventually(lambda: heard(system, "customer.returns"), bool)

    boss.do(f"/v1/imports/{done['id']}/undo")

    path = f"/v1/imports/{done['id']}"
    assert boss.read(path)["state"] in ("undoing", "undone")
    after = eventually(lambda: boss.read(path), lambda one: one["state"] == "undone")
    assert [one["customer_id"] for one in after["undo"]["kept_customers"]] == [met["id"]]
    assert after["undo"]["removed"] == 2


def test_undone_it_leaves_only_what_somebody_has_touched(system: System, boss, mark):
    rows = customers(mark, 250)
    done = brought(boss, as_csv(rows))
    [claimed] = boss.read("/v1/customers", q=rows[7][3])["items"]
    ann = Api(system.url, system.token(f"ann {mark}", "sales"))
    ann.do(f"/v1/customers/{claimed['id']}/claim")

    boss.do(f"/v1/imports/{done['id']}/undo")

    path = f"/v1/imports/{done['id']}"
    after = eventually(lambda: boss.read(path), lambda one: one["state"] == "undone")
    assert (after["undo"]["removed"], after["undo"]["kept"]) == (249, 1)
    assert after["undo"]["kept_customers"] == [
        {"customer_id": claimed["id"], "reason": "touched", "what": "CustomerClaimed"}
    ]
    again = brought(boss, as_csv(rows))
    assert (again["added"], again["skipped"]) == (249, 1)


def test_a_workbook_is_previewed_tried_and_imported(boss, mark):
    rows = customers(mark, 20)
    rows[3][2] = "12"
    rows[5][4] = '=HYPERLINK("http://evil")'
    rows[5][3] = "no address"
    out = BytesIO()
    with xlsxwriter.Workbook(out, {"strings_to_formulas": False}) as book:
        page = book.add_worksheet()
        for number, cells in enumerate([HEADER, *rows]):
            page.write_row(number, 0, cells)
    files = {"file": ("客户.xlsx", out.getvalue())}

    seen = boss.session.post(boss.url + "/v1/imports/columns", files=files, timeout=60).json()
    assert [column["field"] for column in seen["columns"]] == [
        "name", "company", "phones", "emails", "remark",
    ]  # fmt: skip
    before = boss.heads()["customer"]
    tried = brought(boss, out.getvalue(), dry_run="true", name="客户.xlsx")
    written = [event for event in boss.events("customer", before) if asked_for(event)]
    assert len(written) == 3  # asked, looked at, finished
    done = brought(boss, out.getvalue(), name="客户.xlsx")

    assert counts(tried) == counts(done)
    assert (done["added"], done["rejected"]) == (18, 2)
    lines = {line[0]: line for line in rejects(boss, done["id"])}
    assert "phones.0" in lines["5"][3]
    assert lines["7"][8].startswith("'=HYPERLINK")


@pytest.mark.parametrize(
    ("content", "form", "status", "kind"),
    [
        (b"", {}, 400, "empty-file"),
        (b'a,b\n1,"2\n', {}, 400, "malformed-csv"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", {}, 400, "encrypted-file"),
        (b"x,y\n1,2\n", {}, 400, "invalid"),
        (b"name\nLi\n", {"mapping": '{"name": "nmae"}'}, 400, "invalid"),
        (b"name\nLi\n", {"mapping": "name"}, 400, "invalid"),
        (b"name\nLi\n", {"policy": "replace"}, 400, "invalid"),
        (b"name\nLi\n", {"surprise": "1"}, 400, "invalid"),
    ],
)
def test_what_cannot_be_imported_is_refused_at_once_and_nothing_is_written(
    boss, content, form, status, kind
):
    eventually(lambda: at_work(boss), lambda running: not running)  # imports of other tests
    with nothing_written(boss):
        response = send(boss, content, **form)

    assert (response.status_code, slug(response)) == (status, kind), response.text


def at_work(boss):
    items = boss.read("/v1/imports")["items"]
    return [one["id"] for one in items if one["state"] in ("running", "undoing")]


def test_the_same_request_again_is_the_same_import(boss, mark):
    content, key = as_csv(customers(mark, 5)), str(uuid4())

    first, second = (send(boss, content, key=key) for _ in range(2))

    assert first.json() == second.json()
    assert slug(send(boss, content + b"x;y;z\n", key=key)) == "command-id-reused"


def test_sales_import_nothing_and_an_import_that_is_none_is_404(system: System, boss):
    sales = Api(system.url, system.token("sam", "sales"))
    assert send(sales, b"name\nLi\n").status_code == 403
    assert sales.get("/v1/imports").status_code == 403
    for path in ("/v1/imports/none", "/v1/imports/none/rejects.csv"):
        assert boss.get(path).status_code == 404
    assert boss.post("/v1/imports/none/undo").status_code == 404


def test_templates_open_in_a_spreadsheet(boss):
    text = boss.get("/v1/imports/template.csv")
    assert text.content.decode("utf-8-sig").startswith('"客户名称","公司名称"')
    assert boss.get("/v1/imports/template.xlsx").content.startswith(b"PK")

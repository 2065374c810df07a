"""Imports on a real log: bulk reads, races with people, a reader's process, rejected rows kept."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest

from kernel.mongo import MongoLog
from kernel.sheets import Unreadable
from services.customer.bulk import reading
from services.customer.bulk.rejects import Rejects
from services.customer.events import (
    CustomerArchived,
    CustomerRegistered,
    ImportedColumn,
    ImportRowsTaken,
    RowTold,
)
from services.customer.import_ready import Ready
from services.customer.import_rows import Reading
from services.customer.imports import Plan
from services.customer.service.import_looking import look, told
from tests.integration.servers import throwaway_database
from tests.log_contract import together
from tests.unit.customer.company import Company
from tests.unit.customer.imports.office import Office, row
from tests.unit.people import ANN

ROWS = 120


@pytest.fixture
def database():
    with throwaway_database() as database:
        yield database


@pytest.fixture
def company(database):
    logs = [MongoLog(database, "customer") for _ in range(2)]
    logs[0].create_indexes()
    return Company(logs=logs)


def test_two_workers_and_people_at_the_same_phones_leave_each_phone_with_one_customer(company):
    offices = [Office(company, process) for process in range(2)]
    id, read = offices[0].ask([row(number) for number in range(ROWS)])
    people = [replace(ANN, actor=f"person {number}") for number in range(24)]
    desks = [company.desk(person, process=n % 2) for n, person in enumerate(people)]
    entering = [
        partial(desk.register, name="快", phones=[f"1390000{5 * n:04d}"])
        for n, desk in enumerate(desks)
    ]

    together([*(partial(office.take, id, read, 10) for office in offices), *entering])

    registered = company.events(CustomerRegistered)
    phones = [phone.e164 for event in registered for phone in event.phones]
    assert len(phones) == len(set(phones)) == ROWS
    told = [each for event in company.events(ImportRowsTaken) for each in event.told]
    by_hand = sum(event.name == "快" for event in registered)
    assert {each.reason for each in told} <= {"duplicate"}
    assert len(told) == by_hand
    assert sum(event.rows for event in company.events(ImportRowsTaken)) == ROWS


def test_one_customer_of_a_batch_is_loaded_without_the_others(company):
    office = Office(company)
    office.bring([row(number) for number in range(50)])
    [batch] = [commit for commit in company.log.after(0, 10) if len(commit.entries) > 1]
    [stream] = {e.stream for e in batch.entries if e.data.get("name") == "客户7"}

    [excerpt] = company.log.excerpts({stream: 0})

    assert [entry.data["name"] for entry in excerpt.entries] == ["客户7"]
    assert (excerpt.position, excerpt.last) == (batch.position, batch.last)


def test_what_was_imported_is_undone_on_a_real_log(company):
    office = Office(company)
    id = office.bring([row(number, owner="ann") for number in range(30)], size=7)
    company.desk(ANN).release(company.events(CustomerRegistered)[3].customer_id, reason="later")

    office.undo(id)

    assert len(company.events(CustomerArchived)) == 29
    assert company.portfolio("ann").held == 0


def test_rejected_rows_are_read_page_by_page_and_only_those_that_were_committed(company, database):
    rejects = Rejects(database)
    rejects.create_indexes()
    office = Office(company)
    office.shelf = rejects
    rows = [row(number, phone="1") for number in range(25)]
    id = office.bring(rows, size=10)
    rejects.put(id, 30, [])  # written before a commit that never came

    found, after = rejects.page(id, -1, 25)

    assert ([one["line"] for one in found], after) == (list(range(2, 27)), 25)
    assert found[0]["cells"][0] == "客户0"
    assert "phones.0" in found[0]["errors"][0]
    assert rejects.page(id, 10, 25)[0][0]["line"] == 22


def test_rejected_rows_are_kept_for_a_while_and_not_for_ever(database):
    rejects = Rejects(database)
    rejects.create_indexes()
    wrong = Ready(2, ("茶行", "1"), errors=("phones.0",))
    rejects.put("i1", 0, [(RowTold(2, "rejected", "invalid", None, None), wrong)])

    assert rejects.sweep(datetime.now(UTC) - timedelta(minutes=1)) == 0
    assert rejects.sweep(datetime.now(UTC) + timedelta(minutes=1)) == 1
    assert rejects.page("i1", -1, 10) == ([], 10)


def test_what_was_put_before_its_batch_was_decided_anew_is_gone_again(database):
    rejects = Rejects(database)
    rejects.create_indexes()
    told = [(RowTold(2, "rejected", "invalid", None, None), Ready(2, ("茶行", "1")))]
    rejects.put("i1", 0, told)
    rejects.put("i1", 0, [])
    rejects.put("i1", 100, told)

    Rejects(database).put("i1", 100, [])  # by who goes on after a crash

    assert rejects.page("i1", -1, 200) == ([], 200)


def test_a_row_as_large_as_a_file_is_told_by_its_beginnings(database):
    rejects = Rejects(database)
    cells = ("茶" * 32_000,) * 200
    rejects.put("i1", 0, [(RowTold(2, "rejected", "invalid", None, None), Ready(2, cells))])

    [found], _ = rejects.page("i1", -1, 1)
    assert found["cells"] == ["茶" * 500 + "…"] * 200


PLAN = Plan((ImportedColumn("名称", "name"), ImportedColumn("电话", "phones")))


def by(header):
    return Reading(PLAN, header, b"key")


def test_rows_are_handed_on_from_any_one_on(tmp_path):
    file = tmp_path / "f.csv"
    lines = [f"客户{n},1380000{n:04d}" for n in range(250)]
    file.write_text("名称,电话\n" + "\n".join(lines), encoding="gb18030")

    seen = look(file)
    batches = list(reading.batches(file, by, first=120, most=100))

    assert (seen["rows"], seen["header"], seen["encoding"]) == (250, ["名称", "电话"], "gb18030")
    assert [len(rows) for rows in batches] == [100, 30]
    assert (batches[0][0].line, batches[0][0].profile.name) == (122, "客户120")
    assert batches[0][0].keys[0].kind == "phone"


def test_a_batch_of_long_texts_has_fewer_rows(tmp_path):
    file = tmp_path / "f.csv"
    file.write_text("名称,电话\n" + f"{'客' * 90},13800000000\n" * 25)

    batches = list(reading.batches(file, by, first=0, text=1_000))

    assert [len(rows) for rows in batches] == [10, 10, 5]


def test_what_the_reader_refuses_is_refused_here(tmp_path):
    file = tmp_path / "f.csv"
    file.write_bytes(b'name\n"')

    with pytest.raises(Unreadable, match="malformed-csv"):
        look(file)


@pytest.mark.parametrize("said", [b"", b'{"rows": 7'])
def test_a_reader_that_is_killed_leaves_no_half_answer_behind(said):
    with pytest.raises(Unreadable, match="unreadable-file"):
        told(said)

"""What becomes of rows: new customers, known ones, refused ones; once, whatever happens between."""

from functools import partial

import pytest

from services.customer.events import (
    CustomerEdited,
    CustomerRegistered,
    HoldingTaken,
    IdentityReserved,
    ImportRowsTaken,
)
from services.customer.import_ids import customer_id, line_of, moment
from services.customer.portfolio import Limits
from tests.log_contract import together
from tests.unit.customer.company import Company
from tests.unit.customer.imports.office import Office, row
from tests.unit.people import ANN, MAY


@pytest.fixture
def company():
    return Company(processes=2)


@pytest.fixture
def office(company):
    return Office(company)


def test_a_batch_is_one_commit_with_all_that_belongs_to_it(company, office):
    office.bring([row(1), row(2, owner="ann")])

    [_, batch] = company.log.commits
    assert [entry.type for entry in batch.entries] == [
        "ImportRowsTaken", "CustomerRegistered", "CustomerRegistered",
        "IdentityReserved", "IdentityReserved", "IdentityReserved", "IdentityReserved",
        "HoldingTaken",
    ]  # fmt: skip


def test_rows_without_an_owner_go_to_the_pool_of_the_import_or_to_their_own(company, office):
    company.desk(MAY).open_pool("south", "南区")
    office.bring([row(1), row(2, pool="south"), row(3, owner="ann")], pool="north")

    found = [(event.owner, event.pool) for event in company.events(CustomerRegistered)]
    assert found == [(None, "north"), (None, "south"), ("ann", None)]
    assert company.portfolio("ann").held == 1


def test_a_row_whose_owner_works_nowhere_here_is_rejected_and_who_imports_is_there(company, office):
    company.strangers = {"bbo", "may"}

    office.bring([row(1, owner="bbo"), row(2, owner="ann"), row(3, owner="may")])

    owners = [event.owner for event in company.events(CustomerRegistered)]
    assert owners == ["ann", "may"]
    reasons = [(line, reason) for line, _, reason in office.told(ImportRowsTaken)]
    assert reasons == [(2, "unknown-person")]


def test_a_row_that_names_no_pool_of_ours_is_rejected(company, office):
    company.desk(MAY).open_pool("south", "南区")
    company.desk(MAY).close_pool("south")

    office.bring([row(1, pool="nowhere"), row(2, pool="south"), row(3)])

    assert len(company.events(CustomerRegistered)) == 1
    reasons = [reason for _, _, reason in office.told(ImportRowsTaken)]
    assert reasons == ["unknown-pool", "unknown-pool"]


def test_the_same_file_again_adds_nothing_and_says_why(company, office):
    rows = [row(1), row(2), row(3)]
    first = office.bring(rows)
    customers = len(company.events(CustomerRegistered))
    identities = len(company.events(IdentityReserved))

    office.bring(rows)

    assert len(company.events(CustomerRegistered)) == customers == 3
    assert len(company.events(IdentityReserved)) == identities
    told = company.events(ImportRowsTaken)[-1].told
    assert [(each.line, each.reason, each.customer_id) for each in told] == [
        (line, "duplicate", customer_id(first, line)) for line in (2, 3, 4)
    ]


def test_a_phone_that_stands_twice_in_a_file_is_taken_once_wherever_it_stands(company, office):
    rows = [row(1), row(2, phone="+86 139 0000 0001"), row(3), row(4, phone="1390000-0001")]

    office.bring(rows, size=2)

    told = [each for event in company.events(ImportRowsTaken) for each in event.told]
    assert [(each.line, each.reason, each.first_line) for each in told] == [
        (3, "duplicate-in-file", 2), (5, "duplicate-in-file", 2),
    ]  # fmt: skip


def test_a_row_that_is_wrong_is_kept_with_its_reason_and_the_others_go_in(company, office):
    office.bring([row(1, phone="12"), row(2), row(3, owner="ann", pool="north")])

    assert office.told(ImportRowsTaken) == [
        (2, "rejected", "invalid"), (4, "rejected", "invalid"),
    ]  # fmt: skip
    [(_, _, errors), (_, _, both)] = office.shelf.parts[0]
    assert "phones.0" in errors[0]
    assert both == ("公海 (pool) either an owner or a pool, not both",)
    assert len(company.events(CustomerRegistered)) == 1


def test_a_phone_that_is_none_is_kept_when_asked_for(company, office):
    office.bring([row(1, phone="1234")], keep_invalid_phones=True)

    [event] = company.events(CustomerRegistered)
    assert [(phone.written, phone.valid) for phone in event.phones] == [("1234", False)]


def test_rows_beyond_what_their_owner_may_hold_are_refused_one_by_one():
    company = Company(Limits(holding_cap=3, claims_per_day=1))
    office = Office(company)
    company.desk(ANN).register(name="茶行")

    office.bring([row(number, owner="ann") for number in range(5)], size=2)

    assert company.portfolio("ann").held == 3
    assert office.told(ImportRowsTaken) == [(line, "rejected", "holding-cap") for line in (4, 5, 6)]


def test_a_row_of_two_customers_is_nobody_s(company, office):
    company.desk(MAY).register(name="a", phones=["13900000001"])
    company.desk(MAY).register(name="b", emails=["c1@example.cn"])

    office.bring([row(1)], policy="update")

    assert office.told(ImportRowsTaken) == [(2, "rejected", "several-customers")]
    assert company.events(CustomerEdited) == []


def test_interrupted_between_batches_it_goes_on_where_it_was(company):
    office, successor = Office(company), Office(company, process=1)
    rows = [row(number, owner="ann") for number in range(10)]
    id, read = office.ask(rows)
    running = office.running()
    made = running.take(running.load(id), read[:3])

    running.take(made, read[3:6])  # and this process is killed: another one knows only the log
    successor.take(id, read, size=3)

    assert len(company.events(CustomerRegistered)) == 10
    assert company.portfolio("ann").held == len(company.events(HoldingTaken)) == 10


def test_two_workers_that_both_believe_take_each_row_once(company):
    office, rival = Office(company), Office(company, process=1)
    rows = [row(number) for number in range(30)]
    id, read = office.ask(rows)

    results = together([partial(side.take, id, read, 5) for side in (office, rival)])

    assert not [result for result in results if isinstance(result, Exception)]
    assert len(company.events(CustomerRegistered)) == 30
    assert [event.first_row for event in company.events(ImportRowsTaken)] == list(range(0, 30, 5))


def test_a_phone_that_somebody_registers_meanwhile_is_theirs_and_the_row_says_so(company):
    office = Office(company)
    id, read = office.ask([row(1), row(2)])
    running = office.running()

    class Meddler:
        """Registers while the batch has been decided and not yet written."""

        def __init__(self):
            self.done = False

        def put(self, *_):
            if not self.done:
                self.done = True
                company.desk(ANN, process=1).register(name="快", phones=["13900000002"])

    running.rejects = Meddler()
    running.take(running.load(id), read)

    assert office.told(ImportRowsTaken) == [(3, "skipped", "duplicate")]
    assert [event.name for event in company.events(CustomerRegistered)] == ["快", "客户1"]


def test_stopped_by_being_undone_it_takes_no_more(company, office):
    id, read = office.ask([row(1), row(2)])
    running = office.running()
    made = running.take(running.load(id), read[:1])
    office.undo(id)

    after = running.take(made, read[1:])

    assert (after.state, after.taken) == ("undone", 1)
    assert len(company.events(CustomerRegistered)) == 1


def test_an_id_tells_its_line_and_whose_it_is():
    first, second = "01a203f4-a5df-7030-85af-245f5815fb63", "01a203f4-a5df-7030-85af-245f5815fb64"

    id = customer_id(first, 1_000_000)

    assert line_of(first, id) == 1_000_000
    assert line_of(second, id) is None
    assert line_of(first, "c1") is None
    assert id[14] == "7"
    assert customer_id(first, 3) != customer_id(second, 3)


def test_an_id_tells_when_its_file_came():
    assert moment("01a203f4-a5df-7030-85af-245f5815fb63").isoformat()[:10] == "2026-11-22"

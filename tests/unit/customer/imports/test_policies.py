"""What an import does to a customer that is known: update, append, nothing; or only says so."""

import pytest

from kernel import Rejected
from services.customer.events import (
    CustomerEdited,
    ImportRowsTaken,
)
from tests.unit.customer.company import Company
from tests.unit.customer.imports.office import Office, row
from tests.unit.people import ANN, MAY


@pytest.fixture
def company():
    return Company(processes=2)


@pytest.fixture
def office(company):
    return Office(company)


def test_update_overwrites_and_adds_and_leaves_the_owner(company, office):
    id = company.desk(ANN).register(name="旧名", phones=["13900000001"], remark="old")["id"]

    office.bring([row(1, owner="bob", 备注="new")], policy="update")

    [edited] = company.events(CustomerEdited)
    assert (edited.customer_id, edited.name, edited.remark) == (id, "客户1", "new")
    assert edited.emails == ("c1@example.cn",)
    assert set(edited.changed) == {"name", "remark", "emails"}
    assert company.customer(id).owner == "ann"
    with pytest.raises(Rejected, match="duplicate"):  # its new address is reserved
        company.desk(ANN).register(name="x", emails=["c1@example.cn"])


def test_append_fills_in_what_is_empty_and_no_more(company, office):
    company.desk(ANN).register(name="旧名", phones=["13900000001"])

    office.bring([row(1, 备注="new")], policy="append")

    [edited] = company.events(CustomerEdited)
    assert (edited.name, edited.remark, edited.changed) == ("旧名", "new", ("emails", "remark"))


def test_what_changes_nothing_is_no_event(company, office):
    office.bring([row(1)])
    office.bring([row(1)], policy="update")

    assert company.events(CustomerEdited) == []
    assert office.told(ImportRowsTaken) == [(2, "unchanged", None)]


def test_a_dry_run_tells_the_same_and_writes_nothing_else(company, office):
    rows = [row(1), row(2), row(3, phone="13900000001"), row(4, phone="1")]
    office.bring(rows[:1])
    before = company.log.head()

    office.bring(rows, size=2, dry_run=True)
    tried = office.told(ImportRowsTaken)
    assert company.log.head() == before + 1 + 2  # asked for, and two batches
    office.bring(rows, size=2)

    assert office.told(ImportRowsTaken) == tried * 2
    assert [reason for _, _, reason in tried] == ["duplicate", "duplicate", "invalid"]


@pytest.mark.parametrize("size", [1, 100])
@pytest.mark.parametrize("dry_run", [False, True])
def test_a_later_line_of_the_file_does_not_write_over_what_an_earlier_one_has_updated(
    company, office, size, dry_run
):
    company.desk(MAY).register(name="茶行", phones=["13900000001"])
    same = row(2, phone="13900000001", 邮箱="")

    office.bring([row(1), row(3), same], size=size, policy="update", dry_run=dry_run)

    told = [one for event in company.events(ImportRowsTaken) for one in event.told]
    assert [(one.line, one.reason, one.first_line) for one in told] == [
        (2, None, None), (4, "duplicate-in-file", 2),
    ]  # fmt: skip
    names = [event.name for event in company.events(CustomerEdited)]
    assert names == ([] if dry_run else ["客户1"])

"""Undoing an import: what it added goes, what it edited goes back, what was touched stays."""

from threading import Event

import pytest

from kernel import Rejected
from services.customer.events import (
    CustomerArchived,
    CustomerEdited,
    CustomerRegistered,
    HoldingDropped,
    ImportRowsTaken,
    ImportRowsUndone,
    ImportUndone,
)
from services.customer.import_ids import customer_id
from tests.unit.customer.company import Company
from tests.unit.customer.imports.office import Office, row
from tests.unit.people import ANN


@pytest.fixture
def company():
    return Company(processes=2)


@pytest.fixture
def office(company):
    return Office(company)


def test_what_was_added_is_gone_and_its_phones_and_its_owner_s_place_are_free(company, office):
    id = office.bring([row(1, owner="ann"), row(2)])

    office.undo(id)

    assert {event.customer_id for event in company.events(CustomerArchived)} == {
        customer_id(id, 2), customer_id(id, 3),
    }  # fmt: skip
    assert company.portfolio("ann").held == 0
    assert [event.person for event in company.events(HoldingDropped)] == ["ann"]
    company.desk(ANN).register(name="x", phones=["13900000001"], emails=["c2@example.cn"])


def test_what_it_takes_back_is_one_commit_for_a_batch(company, office):
    id = office.bring([row(number) for number in range(4)], size=2)
    before = len(company.log.commits)

    office.undo(id)

    assert len(company.log.commits) == before + 4  # asked for, two batches, done
    assert [event.removed for event in company.events(ImportRowsUndone)] == [2, 2]


def test_what_it_edited_is_as_before_and_what_it_reserved_is_free(company, office):
    office.bring([row(1, 备注="mine")])
    office.bring([row(1, phone="13900000001 / 13911110000", 备注="theirs")], policy="update")
    second = company.events(CustomerEdited)[0]
    assert len(second.phones) == 2
    id = [event.import_id for event in company.events(ImportRowsTaken)][-1]

    office.undo(id)

    last = company.events(CustomerEdited)[-1]
    assert (last.remark, len(last.phones)) == ("mine", 1)
    assert company.events(ImportRowsUndone)[0].restored == 1
    company.desk(ANN).register(name="x", phones=["13911110000"])
    with pytest.raises(Rejected):
        company.desk(ANN).register(name="x", phones=["13900000001"])


def test_who_was_touched_since_is_kept_and_named(company, office):
    id = office.bring([row(1), row(2)])
    touched = customer_id(id, 2)
    company.desk(ANN).claim(touched)

    office.undo(id)

    [undone] = company.events(ImportRowsUndone)
    assert [(kept.customer_id, kept.what) for kept in undone.kept] == [(touched, "CustomerClaimed")]
    assert undone.removed == 1
    assert company.customer(touched).owner == "ann"


def test_on_whom_others_have_worked_is_kept_too(company, office):
    """A follow-up stands in another log than the customer."""
    id = office.bring([row(1, owner="ann"), row(2, owner="ann")])
    office.elsewhere = {customer_id(id, 3): "FollowUpLogged"}

    office.undo(id)

    [undone] = company.events(ImportRowsUndone)
    assert [(kept.customer_id, kept.what) for kept in undone.kept] == [
        (customer_id(id, 3), "FollowUpLogged")
    ]
    assert company.portfolio("ann").held == 1


def test_one_that_stands_in_several_batches_goes_back_to_before_all_of_them(company, office):
    """Three rows of one file edited the same customer, batch by batch."""
    company.desk(ANN).register(name="甲", phones=["13900000001"], remark="before")
    rows = [row(number, phone="13900000001") for number in (1, 2, 3)]
    id = office.bring(rows, size=1, policy="append")
    assert len(company.events(CustomerEdited)) == 3

    office.undo(id)

    back = company.events(CustomerEdited)[3:]
    assert [(event.name, event.remark, event.emails) for event in back] == [("甲", "before", ())]
    assert company.events(ImportRowsUndone)[0].restored == 1


class Stopping(Event):
    """Set once it has been looked at so many times."""

    def __init__(self, looks):
        super().__init__()
        self.looks = looks

    def is_set(self):
        self.looks -= 1
        return self.looks < 0


def test_interrupted_it_goes_on_with_the_next_batch(company, office):
    id = office.bring([row(number) for number in range(6)], size=2)
    office.ask_undo(id)
    office.undoing(id, Stopping(2))
    assert len(company.events(CustomerArchived)) == 4

    Office(company, process=1).undoing(id)

    assert len(company.events(CustomerArchived)) == 6
    assert len(company.events(ImportUndone)) == 1


def test_undone_twice_it_is_undone_once(company, office):
    id = office.bring([row(1)])
    office.undo(id)
    head = company.log.head()

    office.undoing(id)

    assert company.log.head() == head


def test_of_a_dry_run_there_is_nothing_to_undo(company, office):
    id = office.bring([row(1)], dry_run=True)

    with pytest.raises(Rejected, match="nothing-to-undo"):
        office.undo(id)


def test_what_was_undone_can_be_imported_again(company, office):
    rows = [row(1), row(2)]
    office.undo(office.bring(rows))

    office.bring(rows)

    assert len(company.events(CustomerRegistered)) == 4

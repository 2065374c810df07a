"""A person at a customer in the columns of a file: brought in, known again, taken back."""

import pytest

from kernel import Rejected
from services.customer.events import (
    ContactAdded,
    ContactEdited,
    CustomerRegistered,
    ImportedColumn,
    ImportRowsTaken,
    PrimaryContactNamed,
)
from services.customer.import_columns import suggested
from services.customer.import_ready import Ready
from services.customer.import_rows import Reading
from services.customer.imports import Plan
from tests.unit.customer.company import KEY, Company
from tests.unit.customer.imports.office import Office
from tests.unit.people import MAY

HEADER = ("名称", "电话", "联系人姓名", "职务", "联系人电话")
FIELDS = ("name", "phones", "contact.name", "contact.role", "contact.phones")
COLUMNS = tuple(map(ImportedColumn, HEADER, FIELDS))


@pytest.fixture
def company():
    return Company()


@pytest.fixture
def office(company):
    return Office(company)


def read(*cells, line=2):
    return Reading(Plan(COLUMNS), HEADER, KEY).row(line, cells)


def bring(office, *rows, **plan):
    id, _ = office.ask([], **plan)
    running = office.running()
    made = running.load(id)
    ready = [Ready.of(read(*cells, line=n), made) for n, cells in enumerate(rows, 2)]
    running.take(made, ready)
    return id


def test_the_columns_are_suggested():
    assert suggested(HEADER[2:]) == dict(zip(HEADER[2:], FIELDS[2:], strict=True))
    assert suggested(["联系人"]) == {"联系人": "name"}  # as ever: the customer is called so


def test_a_row_brings_in_a_customer_and_the_person_to_ask(company, office):
    bring(office, ("西湖茶业", "0571-88888888", "李娜", "采购经理", "139 0013 9000"))

    [customer] = company.events(CustomerRegistered)
    [person] = company.events(ContactAdded)
    assert (person.customer_id, person.name, person.role) == (
        customer.customer_id, "李娜", "采购经理",
    )  # fmt: skip
    assert [phone.e164 for phone in person.phones] == ["+8613900139000"]
    [first] = company.events(PrimaryContactNamed)
    assert first.contact_id == person.contact_id


def test_who_has_no_name_of_their_own_is_the_customer_s(company, office):
    bring(office, ("王伟", "13800138000", "", "经理", ""))

    assert company.events(ContactAdded)[0].name == "王伟"


def test_a_row_that_tells_of_nobody_brings_nobody(company, office):
    bring(office, ("王伟", "13800138000", "", "", ""))

    assert company.events(ContactAdded) == []


def test_the_person_s_phone_is_guarded_as_the_customer_s_is(company, office):
    bring(office, ("西湖茶业", "", "李娜", "", "13900139000"))

    with pytest.raises(Rejected, match="duplicate"):
        company.desk(MAY).register(name="快", phones=["13900139000"])
    bring(office, ("龙井茶业", "13900139000", "", "", ""))
    assert len(company.events(CustomerRegistered)) == 1


def test_what_is_wrong_with_a_person_is_wrong_with_the_row():
    [error] = read("西湖茶业", "", "李娜", "", "12").errors

    assert error.startswith("联系人电话 (contact.phones.0) ")


@pytest.mark.parametrize(("policy", "role"), [("update", "总经理"), ("append", "经理")])
def test_a_person_is_met_again_by_name_and_told_more_of(company, office, policy, role):
    bring(office, ("茶行", "13800138000", "李娜", "经理", ""))
    bring(office, ("茶行", "13800138000", "李娜", "总经理", "13900139000"), policy=policy)

    [edited] = company.events(ContactEdited)
    assert edited.role == role
    assert [phone.e164 for phone in edited.phones] == ["+8613900139000"]
    assert len(company.events(ContactAdded)) == 1
    assert company.events(ImportRowsTaken)[-1].told[0].outcome == "updated"


def test_the_same_row_changes_nothing(company, office):
    row = ("茶行", "13800138000", "李娜", "经理", "13900139000")
    bring(office, row)
    bring(office, row, policy="update")

    assert company.events(ImportRowsTaken)[-1].told[0].outcome == "unchanged"


def test_undone_the_people_are_as_they_were_and_their_phones_are_free(company, office):
    id = company.desk(MAY).register(name="茶行", phones=["13800138000"])["id"]
    company.desk(MAY).add_contact(id, {"name": "李娜", "role": "经理"})
    before = company.customer(id).people
    brought = bring(
        office,
        ("茶行", "13800138000", "李娜", "总经理", "13900139000"),
        ("茶行", "13800138000", "王芳", "店长", "13900139001"),
        ("新茶行", "", "赵敏", "", "13900139002"),
        policy="update",
    )
    assert len(company.customer(id).people.contacts) == 2

    office.undo(brought)

    after = company.customer(id).people
    assert {one.name: (one.role, one.phones) for one in after.contacts.values()} == {
        "李娜": ("经理", ()),
    }
    assert after.primary == before.primary
    for number in range(3):
        company.desk(MAY).register(name="快", phones=[f"1390013900{number}"])

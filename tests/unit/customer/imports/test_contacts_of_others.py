"""A line that names a contact of a customer whom its importer may not edit changes nothing."""

from dataclasses import replace

import pytest

from services.customer.events import ContactAdded, ContactEdited, CustomerEvent, ImportRowsTaken
from tests.unit.customer.company import Company
from tests.unit.customer.imports.office import Office
from tests.unit.customer.imports.test_people import bring
from tests.unit.people import ANN, BOB, MAY

LEAD = replace(MAY, actor="lead", visibility="team", team="ann")
NA = "139 0013 9000"


@pytest.fixture
def company():
    return Company()


@pytest.fixture
def office(company):
    made = Office(company)
    made.asker = LEAD
    return made


def told(company):
    [event] = company.events(ImportRowsTaken)
    return [(one.outcome, one.reason, one.customer_id) for one in event.told]


def customer(company, asker, phone):
    return company.desk(asker).register(name="茶行", phones=[phone])["id"]


@pytest.mark.parametrize("policy", ["update", "append"])
@pytest.mark.parametrize(
    ("number", "reason"),
    [
        ("0571-88880000", "held-by-others"),
        ("", "held-by-others"),
        ("13900000001", "several-customers"),
    ],
    ids=["new", "none", "of one's own"],
)
def test_the_contact_of_others_stays_and_is_not_named(company, office, policy, number, reason):
    customer(company, ANN, "13900000001")
    others = customer(company, BOB, "13900000002")
    company.desk(BOB).add_contact(others, {"name": "李娜", "phones": [NA], "role": "采购"})
    before = len(company.events(CustomerEvent))

    bring(office, ("西湖茶业", number, "李娜", "总经理", NA), policy=policy)

    assert told(company) == [("rejected", reason, None)]
    assert len(company.events(CustomerEvent)) == before


def test_by_the_number_of_others_a_contact_of_ones_own_is_not_changed_either(company, office):
    """Of the same name, and the row has the number of somebody else's contact."""
    own, others = customer(company, ANN, "13900000001"), customer(company, BOB, "13900000002")
    company.desk(ANN).add_contact(own, {"name": "李娜", "phones": []})
    company.desk(BOB).add_contact(others, {"name": "李娜", "phones": [NA]})

    bring(office, ("茶行", "13900000001", "李娜", "总经理", NA), policy="update")

    assert company.events(ContactEdited) == []
    assert told(company) == [("rejected", "several-customers", None)]


def test_a_namesake_elsewhere_is_somebody_else(company, office):
    own, others = customer(company, ANN, "13900000001"), customer(company, BOB, "13900000002")
    company.desk(BOB).add_contact(others, {"name": "李娜", "phones": [NA], "role": "采购"})

    bring(office, ("茶行", "13900000001", "李娜", "总经理", "137 0013 7000"), policy="update")

    assert [one.customer_id for one in company.events(ContactAdded)] == [others, own]
    assert company.events(ContactEdited) == []

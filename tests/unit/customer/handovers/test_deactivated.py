"""Who was deactivated receives nothing, by a handover or in any other way."""

import pytest

from kernel import Rejected
from services.customer.events import ImportRowsTaken
from tests.unit.customer.company import Company
from tests.unit.customer.handovers.office import Office
from tests.unit.customer.imports.office import Office as Imports
from tests.unit.customer.imports.office import row
from tests.unit.people import ANN, MAY


@pytest.fixture
def company():
    return Company()


@pytest.fixture
def office(company):
    return Office(company)


def owned(company, count=1, by=ANN):
    return [company.desk(by).register(name=f"茶行{n}")["id"] for n in range(count)]


def owners(company, ids):
    return [company.customer(id).owner for id in ids]


def test_a_receiver_who_leaves_meanwhile_gets_nothing_more(company, office):
    ids = owned(company, 4)
    id = office.ask(["bob", "cy"])
    office.step(id, size=2)
    company.gone = {"cy"}

    office.work(id)

    assert owners(company, ids) == ["bob", "cy", "bob", "bob"]


def test_an_import_gives_nothing_to_who_was_deactivated(company):
    company.gone = {"bob"}
    imports = Imports(company)

    imports.bring([row(1, owner="bob"), row(2, owner="ann")])

    assert imports.told(ImportRowsTaken) == [(2, "rejected", "person-deactivated")]
    assert (company.portfolio("ann").held, company.portfolio("bob").held) == (1, 0)


@pytest.mark.parametrize("receive", ["assign", "second", "collaborate", "register"])
def test_who_was_deactivated_receives_nothing_in_any_other_way(company, receive):
    [id] = owned(company)
    company.gone = {"bob"}
    may = company.desk(MAY)
    ways = {
        "assign": lambda: may.assign(id, "bob"),
        "second": lambda: may.name_second_owner(id, "bob"),
        "collaborate": lambda: may.add_collaborator(id, "bob"),
        "register": lambda: may.register(name="茶", owner="bob"),
    }

    with pytest.raises(Rejected, match="bob has been deactivated"):
        ways[receive]()


def test_what_is_restored_goes_to_its_pool_when_its_owner_has_left(company):
    [id] = owned(company)
    company.desk(ANN).archive(id, reason="gone")
    company.gone = {"ann"}

    company.desk(MAY).restore(id)

    assert (company.customer(id).owner, company.customer(id).pool) == (None, "public")

"""Who has left comes into no pool; who was in it when they left may be named again."""

import pytest

from kernel import Forbidden, Rejected
from tests.unit.customer.company import Company
from tests.unit.people import ANN, MAY


@pytest.fixture
def company() -> Company:
    made = Company()
    made.desk(MAY).open_pool("north", "North")
    return made


@pytest.mark.parametrize("command", ["set_pool_members", "set_pool_admins"])
def test_who_has_left_comes_into_no_pool(company, command):
    company.gone, before = {"ann"}, company.log.head()
    with pytest.raises(Rejected, match="ann has been deactivated"):
        getattr(company.desk(MAY), command)("north", ["ann", "bob"])
    assert company.log.head() == before
    getattr(company.desk(MAY), command)("north", ["bob"])


def test_who_is_in_a_pool_already_may_have_left_since(company):
    company.desk(MAY).set_pool_members("north", ["ann"])
    company.gone = {"ann", "cy"}
    company.desk(MAY).set_pool_members("north", ["ann", "bob"])
    with pytest.raises(Forbidden):
        company.desk(ANN).set_pool_members("north", ["cy"])

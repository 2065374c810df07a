"""What who listens may see: as the company is known, and not worked out more often than that."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from gateway.api_key import ApiKeys
from gateway.change_rights import Rights
from gateway.organisation import Organisation
from gateway.tokens import Caller, Unauthorised
from kernel.context import Context

ANN = Caller("ann", "sales", datetime.now(UTC), session="s1")
SEEN = Context(actor="ann", role="sales")


class Company:
    """As the gateway knows it, and how often it was asked."""

    def __init__(self):
        self.organisation, self.ended, self.keys = Organisation(), frozenset(), ApiKeys()
        self.visibility, self.asked, self.leaves = "own", 0, False

    def still(self, caller):
        self.asked += 1
        return caller.session not in self.ended

    def admit(self, caller):
        if self.leaves:
            raise Unauthorised("account-deactivated")
        return replace(caller, visibility=self.visibility)

    def looked(self):
        self.organisation = Organisation()


@pytest.fixture
def company():
    return Company()


def test_they_are_worked_out_once_for_each_time_that_the_company_is_looked_at(company):
    now = Rights(company, ANN)
    assert [now() for _ in range(9)] == [SEEN] * 9
    assert company.asked == 1

    company.visibility = "all"
    assert now() == SEEN
    company.looked()
    assert now() == replace(SEEN, visibility="all")


def test_who_has_signed_out_or_left_has_none(company):
    now = Rights(company, ANN)
    assert now() == SEEN
    company.ended = frozenset({"s1"})
    assert now() is None

    company.ended, company.leaves = frozenset(), True
    assert now() is None
    assert Rights(company, None)() is None

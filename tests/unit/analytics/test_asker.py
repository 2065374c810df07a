"""Whose records somebody looks at, of those that they see."""

import pytest

from kernel.refusal import NotFound
from services.analytics.asker import Asker
from tests.unit.analytics.examples import NOON

ANN = Asker("ann", frozenset(["ann"]), sees_all=False, at=NOON)
LEA = Asker("lea", frozenset(["lea", "ann"]), sees_all=False, at=NOON, leads=True)
BOSS = Asker("may", frozenset(["may"]), sees_all=True, at=NOON, leads=True)


@pytest.mark.parametrize("asker", [ANN, LEA, BOSS])
def test_who_looks_at_one_of_the_people_sees_nobody_else_s(asker):
    assert BOSS.own("person") == {}
    assert asker.about("ann").own("person") == {"person": {"$in": ["ann"]}}


@pytest.mark.parametrize("asker", [ANN, LEA])
def test_nobody_is_told_of_whom_they_do_not_see(asker):
    with pytest.raises(NotFound):
        asker.about("bob")

"""Whose figures are told when a person or a team is named: never more than the asker sees."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from kernel.refusal import Invalid
from services.analytics.asker import Asker

NOON = datetime(2026, 1, 5, 4, tzinfo=UTC)
ALL = Asker("may", frozenset({"may"}), True, NOON)
LEAD = replace(ALL, user="lee", people=frozenset({"lee", "ann"}), sees_all=False)


def test_who_sees_all_is_told_of_the_people_named_and_of_nobody_else():
    assert ALL.of_people(["ann", "bob"]).own() == {"owner": {"$in": ["ann", "bob"]}}


def test_who_sees_some_is_told_of_those_of_them_that_are_named():
    assert LEAD.of_people(["ann", "bob"]).own() == {"owner": {"$in": ["ann"]}}
    assert LEAD.of_people(["bob"]).own() == {"owner": {"$in": []}}


@pytest.mark.parametrize("people", ["ann", 5, {"ann": 1}, ["x"] * 2_001])
def test_people_are_a_list_that_ends(people):
    with pytest.raises(Invalid):
        ALL.of_people(people)

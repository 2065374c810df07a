"""The rules for reminders: set whole, checked field by field, by managers."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from kernel import Forbidden, Invalid
from kernel.form import Form
from kernel.testing import specify
from services.activity.events import ReminderRulesSet, ReminderStep
from services.activity.reminder_rules import RULES, Rules, set_rules
from services.activity.rule_input import read_rules
from tests.unit.people import ANN, MAY

NOON = datetime(2026, 1, 5, 4, tzinfo=UTC)
OWNER = ReminderStep(2, ("owner",))
SET = ReminderRulesSet(1, "08:30", False, (OWNER,), (), (), "may", NOON)
given = specify(RULES)


def read(morning=None, working_days=None, **ladders):
    with Form() as form:
        rules = read_rules(form, morning, working_days, ladders)
    return rules


def wanted(**how):
    return replace(Rules(), **how)


def test_a_manager_sets_all_of_them_and_the_version_counts():
    how = wanted(morning="08:30", working_days=False, overdue=(OWNER,), never=(), forgotten=())

    given().when(set_rules, MAY, how, NOON).then(SET)
    given(SET).when(set_rules, MAY, how, NOON).then()
    given(SET).when(set_rules, MAY, wanted(), NOON).then(
        ReminderRulesSet(
            2, "09:00", True, Rules().overdue, Rules().never, Rules().forgotten, "may", NOON
        )
    )


def test_to_set_what_is_usual_is_to_set_it():
    assert len(given().when(set_rules, MAY, wanted(), NOON).decision()) == 1


def test_salespeople_set_none():
    given().when(set_rules, ANN, wanted(), NOON).refused(Forbidden, "role-not-allowed")


def test_what_is_not_given_is_as_nobody_has_set_it():
    assert read() == Rules()
    assert read(overdue=[]) == wanted(overdue=())
    assert read(working_days=False, morning="07:05") == wanted(working_days=False, morning="07:05")


def test_a_ladder_is_in_the_order_of_its_days_and_names_in_theirs():
    steps = [{"days": 5, "to": ["manager", "owner"]}, {"days": 2, "to": ["owner"]}]

    assert read(never=steps).never == (OWNER, ReminderStep(5, ("owner", "manager")))


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"morning": "9:00"}, "morning"),
        ({"morning": "24:00"}, "morning"),
        ({"morning": 9}, "morning"),
        ({"working_days": "yes"}, "working_days"),
        ({"overdue": "all"}, "overdue"),
        ({"overdue": [{"days": 1, "to": ["owner"]}] * 11}, "overdue"),
        ({"overdue": [{"days": 1, "to": ["owner"]}] * 2}, "overdue"),
        ({"overdue": [3]}, "overdue.0"),
        ({"overdue": [{"days": 0, "to": ["owner"]}]}, "overdue.0.days"),
        ({"overdue": [{"days": 251, "to": ["owner"]}]}, "overdue.0.days"),
        ({"never": [{"days": True, "to": ["owner"]}]}, "never.0.days"),
        ({"forgotten": [{"days": 3_651, "to": ["owner"]}]}, "forgotten.0.days"),
        ({"forgotten": [{"days": 9, "to": []}]}, "forgotten.0.to"),
        ({"forgotten": [{"days": 9}]}, "forgotten.0.to"),
        ({"forgotten": [{"days": 9, "to": ["boss"]}]}, "forgotten.0.to.0"),
    ],
)
def test_a_wrong_field_is_named(given, field):
    with pytest.raises(Invalid) as caught:
        read(**given)
    assert field in [error["field"] for error in caught.value.fields["errors"]]

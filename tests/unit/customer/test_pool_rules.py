"""Rules as somebody typed them: read in full, or refused field by field."""

from zoneinfo import ZoneInfo

import pytest

from kernel import Invalid
from kernel.form import Form
from services.customer import pool_rules
from services.customer.catalogue import CATALOGUE, EMPTY
from services.customer.events import (
    Condition,
    FieldDefined,
    FieldRetired,
    FieldValue,
    PoolRule,
    Profile,
    Return,
    WarningStep,
)
from services.customer.pool import Pool
from services.customer.portfolio import Limits
from services.customer.terms import first, terms
from tests.unit.customer.examples import NOON

FULL = {
    "name": "重点客户",
    "conditions": [{"field": "level", "any_of": ["A", "B"]}],
    "claims_per_day": 5,
    "holding_cap": 0,
    "won_count": False,
    "cooldown_days": 30,
    "protection_hours": 24,
    "returns": [{"because": "silence", "days": 30}],
    "returns_won": True,
    "return_to": "south",
    "warnings": [{"days": 7, "to": "manager"}, {"days": 3}],
}


SILENT = {"returns": [{"because": "silence", "days": 30}]}
DEFINED = FieldDefined("f1", "颜色", "text", (), "may", NOON)
COLOUR = CATALOGUE.fold([DEFINED])


def read(*rules, catalogue=EMPTY):
    with Form() as form:
        found = pool_rules.read(form, list(rules), catalogue)
    return found


def going_by(field):
    return {"name": "one", "conditions": [{"field": field, "any_of": ["A"]}]}


@pytest.mark.parametrize(
    ("field", "advice"),
    [
        ("levl", "Did you mean `level`?"),
        ("Level", "Did you mean `level`?"),
        ("颜色", "Did you mean `f1`?"),
        ("phones", "There are: level, source, industry, business_status, locality, f1"),
    ],
)
def test_a_rule_that_can_never_fit_is_refused_with_what_was_meant(field, advice):
    with pytest.raises(Invalid) as caught:
        read(going_by(field), catalogue=COLOUR)
    [error] = caught.value.fields["errors"]
    assert error["field"] == "rules.0.conditions.0.field"
    assert advice in error["message"]


def test_a_rule_goes_by_fields_of_one_s_own_also_by_those_that_are_used_no_more():
    retired = CATALOGUE.fold([DEFINED, FieldRetired("f1", "may", NOON)])
    for catalogue in (COLOUR, retired):
        [rule] = read(going_by("f1"), catalogue=catalogue)
        assert rule.conditions == (Condition("f1", ("A",)),)


def test_a_rule_is_read_in_full():
    assert read(FULL) == (
        PoolRule(
            "重点客户", (Condition("level", ("A", "B")),), 5, 0, False, 30, 24,
            (Return("silence", 30),), True, "south",
            (WarningStep(7, "manager"), WarningStep(3, "owner")),
        ),
    )  # fmt: skip


def test_what_is_not_said_is_as_the_company_has_set_it():
    [rule] = read({"name": "all"})
    assert rule == PoolRule("all")
    made = terms("north", Pool(rules=(rule,)), Profile(name="x"), Limits(7, 8), ZoneInfo("UTC"))
    assert made.limits == Limits(7, 8)
    assert made.under == ("north", "all")


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": ""}, "name"),
        ({"conditions": "x"}, "conditions"), ({"conditions": [3]}, "conditions"),
        ({"conditions": [{"field": "level", "any_of": []}]}, "conditions.0.any_of"),
        ({"conditions": [{"any_of": ["A"]}]}, "conditions.0.field"),
        ({"claims_per_day": -1}, "claims_per_day"), ({"claims_per_day": "5"}, "claims_per_day"),
        ({"holding_cap": True}, "holding_cap"), ({"won_count": "no"}, "won_count"),
        ({"cooldown_days": 0}, "cooldown_days"), ({"protection_hours": 10**6}, "protection_hours"),
        ({"returns": [{"because": "boredom", "days": 1}]}, "returns.0.because"),
        ({"returns": [{"because": "silence"}]}, "returns.0.days"),
        ({"returns": [{"because": "silence", "days": 1}] * 2}, "returns"),
        ({"warnings": [{"days": 0}], **SILENT}, "warnings.0.days"),
        ({"warnings": [{"days": 1, "to": "boss"}], **SILENT}, "warnings.0.to"),
        ({"warnings": [{"days": 1}]}, "warnings"),
        ({"warnings": [{"days": 1}], "returns": []}, "warnings"),
    ],
)  # fmt: skip
def test_a_wrong_rule_is_refused_by_the_name_of_its_field(wrong, field):
    with pytest.raises(Invalid) as caught:
        read({"name": "one"}, {"name": "two"} | wrong)
    assert [error["field"] for error in caught.value.fields["errors"]] == [f"rules.1.{field}"]


def test_two_rules_of_a_pool_have_two_names():
    with pytest.raises(Invalid):
        read({"name": "Key"}, {"name": "KEY"})


def test_there_may_not_be_too_many():
    with pytest.raises(Invalid):
        read(*[{"name": str(number)} for number in range(51)])


def test_the_first_rule_that_fits_holds():
    vip = PoolRule("vip", (Condition("level", ("a",)), Condition("source", ("展会", "转介绍"))))
    rest = PoolRule("rest", (Condition("f1", ("blue",)),))
    own = (FieldValue("f1", 1, "Colour", ("red", "blue"), ()),)
    found = [
        first((vip, rest), profile).name
        for profile in (
            Profile(name="x", level="A", source="展会", fields=own),
            Profile(name="x", level="A", source="黄页", fields=own),
            Profile(name="x", level="A"),
        )
    ]
    assert found == ["vip", "rest", ""]


@pytest.mark.parametrize(
    ("name", "good"),
    [("Asia/Urumqi", True), ("Mars/Base", False), ("../etc/passwd", False), (7, False)],
)
def test_a_time_zone_has_to_be_one(name, good):
    form = Form()
    assert (pool_rules.read_zone(form, name) is not None) is good
    assert bool(form.errors) is not good

"""Definitions as they hold now, and how complete a profile is by them."""

from typing import Any

import pytest

from kernel.projection import Row
from kernel.refusal import Invalid
from kernel.testing import project, recorded
from services.analytics.completeness import having, measured
from services.analytics.definitions import DEFINITIONS, Definition, blank, shown
from services.analytics.directory import DIRECTORY
from services.customer.events import (
    BUILT_IN,
    ChoiceAdded,
    ChoiceRenamed,
    ChoiceRetired,
    ContactAdded,
    FieldChoice,
    FieldDefined,
    FieldRenamed,
    FieldRequired,
    FieldRetired,
    FieldsOrdered,
    FieldValue,
)
from tests.unit.analytics.examples import NOON, registered

BY = ("may", NOON)
TASTE = FieldDefined("f1", "口味", "choice", (FieldChoice("1", "绿茶"),), *BY)
VALUE = FieldValue("f1", 1, "口味", ("1",), ("绿茶",))


def rows(*events: Any) -> dict[str, Row]:
    return project(DEFINITIONS, *events)


def every(*events: Any) -> list[Definition]:
    told = rows(*events)
    found = [blank(id) | told.get(id, {"_id": id}) for id in {**BUILT_IN, **told}]
    return sorted(found, key=lambda row: (row["rank"], row["_id"]))


def test_a_field_is_as_it_was_told_last() -> None:
    found = rows(
        TASTE,
        ChoiceAdded("f1", "2", "红茶", *BY),
        ChoiceRenamed("f1", "1", "龙井", "绿茶", *BY),
        ChoiceRetired("f1", "2", *BY),
        FieldRenamed("f1", "喜好", "口味", *BY),
        FieldRequired("f1", True, ("A",), *BY),
        FieldRetired("f1", *BY),
    )["f1"]

    assert shown(found) == {
        "id": "f1", "name": "喜好", "kind": "choice", "built_in": False, "required": True,
        "levels": ["A"], "retired": True,
        "choices": [{"id": "1", "name": "龙井", "retired": False},
                    {"id": "2", "name": "红茶", "retired": True}],
    }  # fmt: skip


def test_fields_stand_in_the_order_that_was_told_the_others_behind() -> None:
    second = FieldDefined("f2", "预算", "money", (), *BY)

    assert [one["_id"] for one in every()] == list(BUILT_IN)
    assert [one["_id"] for one in every(TASTE, second)][-2:] == ["f1", "f2"]
    ordered = every(TASTE, second, FieldsOrdered(("f2", "phones"), *BY))
    assert [one["_id"] for one in ordered][:3] == ["f2", "phones", "level"]


def test_a_built_in_field_that_was_renamed_stays_built_in() -> None:
    found = rows(FieldRenamed("level", "等级", "客户级别", *BY))["level"]

    assert (found["name"], found["built_in"], found["kind"]) == ("等级", True, "choice")


def customer(*more: Any, **about: Any) -> Row:
    return project(DIRECTORY, registered(**about), *more)["c1"]


REQUIRED = (
    TASTE,
    FieldRequired("f1", True, ("A",), *BY),
    FieldRequired("phones", True, (), *BY),
    FieldRequired("contacts", True, ("A", "B"), *BY),
    FieldRequired("credit_code", True, ("C",), *BY),
    FieldRequired("remark", False, (), *BY),
)


@pytest.mark.parametrize(
    ("about", "share", "missing"),
    [
        ({}, 100, []),
        ({"phones": ()}, 0, ["phones"]),
        ({"level": "A"}, 33, ["contacts", "f1"]),
        ({"level": "A", "fields": (VALUE,)}, 66, ["contacts"]),
        ({"level": "B", "phones": ()}, 0, ["phones", "contacts"]),
        ({"level": "C"}, 50, ["credit_code"]),
        ({"level": "C", "credit_code": "91330100716105852F"}, 100, []),
    ],
)
def test_the_share_counts_what_the_level_requires(
    about: dict[str, Any], share: int, missing: list[str]
) -> None:
    found = measured(customer(**about), every(*REQUIRED))

    assert (found["completeness"], [one["field"] for one in found["missing"]]) == (share, missing)


def test_a_contact_fills_the_field_of_contacts() -> None:
    added = ContactAdded(customer_id="c1", contact_id="k1", name="王芳", by="ann", at=NOON)

    assert measured(customer(added, level="B"), every(*REQUIRED))["completeness"] == 100


def test_nothing_is_missing_where_nothing_is_required_any_more() -> None:
    retired = every(TASTE, FieldRequired("f1", True, (), *BY), FieldRetired("f1", *BY))

    assert measured(customer(), retired) == {"completeness": 100, "missing": []}
    assert measured(customer(), ()) == {"completeness": 100, "missing": []}
    assert having("true", retired) == {}
    assert having("false", retired) == {"_id": {"$in": []}}


def test_whether_it_is_complete_is_true_or_false() -> None:
    with pytest.raises(Invalid):
        having("yes", ())


def test_the_values_of_own_fields_are_filed_for_lists() -> None:
    found = customer(fields=(VALUE, FieldValue("f2", 1, "长", ("x" * 300,), ("x" * 300,))))

    assert found["facets"] == ["registered_by=ann", "f1=1"]
    assert recorded(TASTE).event.name == "口味"

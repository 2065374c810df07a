"""The company's own fields: how they are defined, and what becomes of their choices."""

import pytest

from kernel import Forbidden, Invalid, NotFound, Rejected
from services.customer.catalogue import EMPTY
from services.customer.definitions import MOST_CHOICES, MOST_FIELDS
from services.customer.events import BUILT_IN, FieldDefined, FieldEvent
from tests.unit.customer.company import Company
from tests.unit.people import ANN, CLERK, MAY, ROOT


@pytest.fixture
def company():
    return Company()


def defined(company, name="预算", kind="number", choices=None):
    return company.desk(MAY).define_field(name, kind, choices)["id"]


def catalogue(company):
    return company.desk(MAY)._catalogue(sure=True)


def errors(command):
    with pytest.raises(Invalid) as caught:
        command()
    return {error["field"] for error in caught.value.fields["errors"]}


def test_a_manager_defines_a_field_with_its_choices(company):
    id = defined(company, "口味", "multi-choice", ["绿茶", "红茶"])

    [event] = company.events(FieldDefined)
    assert (event.field_id, event.name, event.kind, event.by) == (id, "口味", "multi-choice", "may")
    assert [(choice.id, choice.name) for choice in event.choices] == [("1", "绿茶"), ("2", "红茶")]


def test_nobody_else_defines_or_changes_fields(company):
    id = defined(company, kind="choice", choices=["a"])
    head = company.log.head()
    for asker in (ANN, CLERK):
        desk = company.desk(asker)
        for command in (
            lambda desk=desk: desk.define_field("x", "text"),
            lambda desk=desk: desk.rename_field(id, "x"),
            lambda desk=desk: desk.require_field(id),
            lambda desk=desk: desk.order_fields([id]),
            lambda desk=desk: desk.retire_field(id),
            lambda desk=desk: desk.add_choice(id, "x"),
            lambda desk=desk: desk.rename_choice(id, "1", "x"),
            lambda desk=desk: desk.retire_choice(id, "1"),
        ):
            with pytest.raises(Forbidden):
                command()
    assert company.log.head() == head
    assert company.desk(ROOT).rename_field(id, "x")["version"] == 2


@pytest.mark.parametrize(
    ("name", "kind", "choices", "fields"),
    [
        ("", "text", None, {"name"}),
        ("x", "colour", None, {"kind"}),
        ("x", "text", ["a"], {"choices"}),
        ("x", "choice", "a", {"choices"}),
        ("x", "choice", [""], {"choices.0"}),
        ("x" * 101, None, None, {"name", "kind"}),
    ],
)
def test_a_wrong_definition_names_every_field(company, name, kind, choices, fields):
    assert errors(lambda: defined(company, name, kind, choices)) == fields
    assert company.log.head() == 0


def test_two_fields_in_use_do_not_have_the_same_name_nor_two_choices(company):
    id = defined(company)
    for command in (
        lambda: defined(company, "预算", "text"),
        lambda: defined(company, BUILT_IN["level"]),
        lambda: defined(company, "口味", "choice", ["a", "A"]),
        lambda: company.desk(MAY).rename_field("level", "预算"),
    ):
        with pytest.raises(Rejected, match="name-taken"):
            command()
    company.desk(MAY).retire_field(id)
    defined(company)


def test_a_field_is_renamed_and_keeps_its_id(company):
    id = defined(company)
    company.desk(MAY).rename_field(id, "年预算")
    head = company.log.head()
    company.desk(MAY).rename_field(id, "年预算")

    assert company.log.head() == head
    assert (catalogue(company).fields[id].name, catalogue(company).fields[id].version) == (
        "年预算", 2,
    )  # fmt: skip


def test_a_built_in_field_is_renamed_and_required_but_never_retired(company):
    company.desk(MAY).rename_field("level", "等级")
    company.desk(MAY).require_field("business_status", levels=["A", "A", "B"])

    assert catalogue(company).fields["level"].name == "等级"
    assert catalogue(company).fields["business_status"].levels == ("A", "B")
    with pytest.raises(Rejected, match="built-in"):
        company.desk(MAY).retire_field("level")


def test_a_field_is_required_of_some_levels_of_all_or_of_none(company):
    id = defined(company)
    company.desk(MAY).require_field(id, levels=["A"])
    company.desk(MAY).require_field(id)
    assert (catalogue(company).fields[id].required, catalogue(company).fields[id].levels) == (
        True, (),
    )  # fmt: skip
    company.desk(MAY).require_field(id, required=False, levels=["A"])
    assert not catalogue(company).fields[id].required
    head = company.log.head()
    company.desk(MAY).require_field(id, required=False)
    assert company.log.head() == head


def test_those_that_are_not_named_follow_in_their_order(company):
    one, two = defined(company, "一"), defined(company, "二")
    company.desk(MAY).order_fields([two, "phones"])

    found = list(catalogue(company).fields)
    assert (found[:2], found[-1]) == ([two, "phones"], one)
    head = company.log.head()
    company.desk(MAY).order_fields([two])
    assert company.log.head() == head
    assert errors(lambda: company.desk(MAY).order_fields([two, "nobody"])) == {"order"}


def test_choices_are_added_renamed_and_retired(company):
    id = defined(company, "口味", "choice", ["绿茶"])
    desk = company.desk(MAY)
    company.desk(MAY).add_choice(id, "红茶")
    company.desk(MAY).rename_choice(id, "1", "龙井")
    company.desk(MAY).retire_choice(id, "2")

    field = catalogue(company).fields[id]
    assert [choice.name for choice in field.offered] == ["龙井"]
    assert field.choices["2"].retired
    head = company.log.head()
    company.desk(MAY).add_choice(id, " 龙井 ")
    company.desk(MAY).retire_choice(id, "2")
    assert company.log.head() == head
    company.desk(MAY).add_choice(id, "红茶")
    assert catalogue(company).fields[id].choices["3"].name == "红茶"
    with pytest.raises(Rejected, match="name-taken"):
        desk.rename_choice(id, "1", "红茶")


def test_what_has_no_choices_gets_none(company):
    id = defined(company)
    for field in (id, "phones", "remark"):
        with pytest.raises(Rejected, match="no-choices"):
            company.desk(MAY).add_choice(field, "x")
    company.desk(MAY).add_choice("level", "A")


@pytest.mark.parametrize("id", ["nobody", "", "a/b", 7, None])
def test_what_does_not_exist_is_not_found(company, id):
    field = defined(company, "口味", "choice", ["绿茶"])
    for command in (
        lambda: company.desk(MAY).rename_field(id, "x"),
        lambda: company.desk(MAY).require_field(id),
        lambda: company.desk(MAY).retire_field(id),
        lambda: company.desk(MAY).add_choice(id, "x"),
        lambda: company.desk(MAY).rename_choice(field, id, "x"),
        lambda: company.desk(MAY).retire_choice(field, id),
    ):
        with pytest.raises(NotFound):
            command()


def test_a_retired_field_is_neither_renamed_nor_required_nor_retired_twice(company):
    id = defined(company)
    company.desk(MAY).retire_field(id)
    head = company.log.head()
    company.desk(MAY).retire_field(id)
    with pytest.raises(NotFound):
        company.desk(MAY).rename_field(id, "x")
    assert company.log.head() == head


def test_there_is_an_end_to_fields_and_choices(company):
    for n in range(MOST_FIELDS):
        defined(company, f"f{n}")
    with pytest.raises(Rejected, match="too-many-fields"):
        defined(company, "one more")
    for n in range(MOST_CHOICES):
        company.desk(MAY).add_choice("level", f"c{n}")
    with pytest.raises(Rejected, match="too-many-choices"):
        company.desk(MAY).add_choice("level", "one more")


def test_the_same_definition_again_defines_nothing_and_names_the_same_field(company):
    first = company.desk(MAY, "one").define_field("预算", "number")
    assert company.desk(MAY, "one").define_field("预算", "number") == first
    assert len(company.events(FieldDefined)) == 1


def test_every_event_of_the_catalogue_folds_onto_anything():
    """What happened, happened: a fold refuses nothing, whatever the history."""
    from services.customer.catalogue import CATALOGUE
    from services.customer.events import ChoiceRenamed, ChoiceRetired, FieldRetired
    from tests.unit.customer.examples import NOON

    history: list[FieldEvent] = [
        ChoiceRenamed("f", "1", "x", "y", "may", NOON),
        ChoiceRetired("f", "9", "may", NOON),
        FieldRetired("f", "may", NOON),
    ]
    assert CATALOGUE.fold(history).fields["f"].retired
    assert CATALOGUE.fold([]) == EMPTY

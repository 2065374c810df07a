"""Values of the company's own fields, and of the classes whose choices it has named."""

import pytest

from kernel import Invalid
from services.customer.events import CustomerEdited, FieldValue
from tests.unit.customer.company import Company
from tests.unit.people import ANN, MAY


@pytest.fixture
def company():
    return Company()


@pytest.fixture
def id(company):
    return company.desk(ANN).register(name="茶行")["id"]


def defined(company, kind, *choices):
    return company.desk(MAY).define_field(f"我的{kind}", kind, list(choices))["id"]


def told(company, id, fields):
    company.desk(ANN).edit(id, {"fields": fields})
    return {value.field: value for value in company.customer(id).profile.fields}


def wrong(command):
    with pytest.raises(Invalid) as caught:
        command()
    return {error["field"] for error in caught.value.fields["errors"]}


@pytest.mark.parametrize(
    ("kind", "given", "value", "shown"),
    [
        ("text", " 两行\n字 ", ["两行\n字"], ["两行\n字"]),
        ("number", "12.50", ["12.5"], ["12.5"]),
        ("number", 1200, ["1200"], ["1200"]),
        ("number", -0.25, ["-0.25"], ["-0.25"]),
        ("number", "0.0", ["0"], ["0"]),
        ("date", "2027-01-31", ["2027-01-31"], ["2027-01-31"]),
        ("choice", "2", ["2"], ["红茶"]),
        ("choice", " 绿茶 ", ["1"], ["绿茶"]),
        ("multi-choice", ["红茶", "1", "2"], ["2", "1"], ["红茶", "绿茶"]),
        ("money", {"amount": "1200", "currency": "CNY"}, ["1200.00 CNY"], ["1200.00 CNY"]),
        ("money", {"amount": "0.125", "currency": "USD"}, ["0.125 USD"], ["0.125 USD"]),
    ],
)
def test_a_value_is_kept_exactly_with_what_it_means(company, id, kind, given, value, shown):
    choices = ["绿茶", "红茶"] if "choice" in kind else []
    field = defined(company, kind, *choices)

    kept = told(company, id, {field: given})[field]

    assert kept == FieldValue(field, 1, f"我的{kind}", tuple(value), tuple(shown))


@pytest.mark.parametrize(
    ("kind", "given"),
    [
        ("text", 7), ("text", "x" * 2001), ("text", "a\0b"),
        ("number", "1,200"), ("number", "1e99"), ("number", True), ("number", "NaN"),
        ("number", "0.1234567"), ("number", "1e-99999999"), ("number", [1]),
        ("date", "2027-02-30"), ("date", 20270131),
        ("choice", "3"), ("choice", ["1"]), ("multi-choice", "1"), ("multi-choice", ["1", "9"]),
        ("money", "10.00 CNY"), ("money", {"amount": 10, "currency": "CNY"}),
        ("money", {"amount": "10", "currency": "yuan"}),
        ("money", {"amount": "x", "currency": "CNY"}),
    ],
)  # fmt: skip
def test_what_a_field_cannot_hold_is_refused_by_its_id(company, id, kind, given):
    field = defined(company, kind, *(["绿茶", "红茶"] if "choice" in kind else []))

    assert wrong(lambda: told(company, id, {field: given})) == {f"fields.{field}"}


def test_fields_that_nobody_defined_or_that_are_retired_are_refused(company, id):
    field = defined(company, "text")
    company.desk(MAY).retire_field(field)

    assert wrong(lambda: told(company, id, {field: "x", "nobody": "y", "level": "A"})) == {
        f"fields.{field}", "fields.nobody", "fields.level",
    }  # fmt: skip
    assert wrong(lambda: told(company, id, ["x"])) == {"fields"}


@pytest.mark.parametrize("nothing", [None, "", []])
def test_what_was_recorded_under_a_retired_field_may_be_taken_away(company, id, nothing):
    field = defined(company, "text")
    told(company, id, {field: "x"})
    company.desk(MAY).retire_field(field)

    assert told(company, id, {field: nothing}) == {}
    assert wrong(lambda: told(company, id, {"nobody": nothing, "level": nothing})) == {
        "fields.nobody", "fields.level",
    }  # fmt: skip


def test_a_value_keeps_the_meaning_it_had_when_it_was_recorded(company, id):
    field = defined(company, "choice", "绿茶")
    told(company, id, {field: "1"})
    company.desk(MAY).rename_choice(field, "1", "龙井")
    company.desk(MAY).rename_field(field, "口味")

    [kept] = company.customer(id).profile.fields
    assert (kept.name, kept.version, kept.shown) == ("我的choice", 1, ("绿茶",))
    head = company.log.head()
    assert told(company, id, {field: "龙井"})[field] == kept  # the same choice: nothing changed
    assert company.log.head() == head
    other = company.desk(ANN).register(name="茶庄", fields={field: "龙井"})["id"]
    [new] = company.customer(other).profile.fields
    assert (new.name, new.version, new.shown) == ("口味", 3, ("龙井",))


def test_a_retired_choice_stays_where_it_was_and_is_offered_no_more(company, id):
    field = defined(company, "choice", "绿茶", "红茶")
    told(company, id, {field: "1"})
    company.desk(MAY).retire_choice(field, "1")

    assert company.desk(ANN).edit(id, {"remark": "x"})["version"] == 3
    assert company.customer(id).profile.fields[0].shown == ("绿茶",)
    other = company.desk(ANN).register(name="茶庄")["id"]
    assert wrong(lambda: told(company, other, {field: "1"})) == {f"fields.{field}"}


def test_values_are_merged_one_by_one_and_null_clears(company, id):
    one, two = defined(company, "text"), defined(company, "number")
    told(company, id, {one: "x", two: "1"})

    assert set(told(company, id, {one: None})) == {two}
    assert told(company, id, {one: "y"})[two].value == ("1",)
    assert set(told(company, id, {two: ""})) == {one}
    edited = company.events(CustomerEdited)
    assert all(event.changed == ("fields",) for event in edited)
    company.desk(ANN).edit(id, {"fields": {}})
    assert len(company.events(CustomerEdited)) == len(edited)


def test_a_class_takes_any_text_until_the_company_names_choices(company, id):
    company.desk(ANN).edit(id, {"level": "whatever"})
    company.desk(MAY).add_choice("level", "A")

    assert wrong(lambda: company.desk(ANN).edit(id, {"level": "B"})) == {"level"}
    assert wrong(lambda: company.desk(ANN).register(name="茶庄", level="B")) == {"level"}
    company.desk(ANN).edit(id, {"remark": "x"})
    assert company.customer(id).profile.level == "whatever"
    company.desk(ANN).edit(id, {"level": " a "})
    assert company.customer(id).profile.level == "A"
    company.desk(ANN).edit(id, {"level": None})


def test_a_process_that_has_not_heard_of_a_choice_looks_before_it_refuses():
    company = Company(processes=2)
    company.desk(MAY, process=0).add_choice("level", "A")
    id = company.desk(ANN, process=1).register(name="茶行", level="A")["id"]
    company.desk(MAY, process=0).add_choice("level", "B")

    company.desk(ANN, process=1).edit(id, {"level": "B"})
    field = company.desk(MAY, process=0).define_field("预算", "number")["id"]
    company.desk(ANN, process=1).edit(id, {"fields": {field: "1"}})

    kept = company.customer(id).profile
    assert (kept.level, kept.fields[0].value) == ("B", ("1",))

"""Fields that the company has defined, as columns of a file."""

from datetime import UTC, datetime

import pytest

from kernel.form import Form
from services.customer.catalogue import CATALOGUE
from services.customer.events import (
    ChoiceAdded,
    CustomerEdited,
    FieldChoice,
    FieldDefined,
    FieldRetired,
    ImportedColumn,
    ImportRowsTaken,
)
from services.customer.import_columns import offered, read, suggested
from services.customer.import_ready import Readying
from services.customer.import_rows import Reading
from services.customer.imports import Plan
from tests.unit.customer.company import KEY, Company
from tests.unit.customer.imports.office import Office
from tests.unit.people import MAY

AT = datetime(2026, 1, 5, tzinfo=UTC)
CHOICES = (FieldChoice("1", "直营"), FieldChoice("2", "加盟"))
FIELDS = CATALOGUE.fold([
    FieldDefined("f1", "门店数", "number", (), "may", AT),
    FieldDefined("f2", "开业日期", "date", (), "may", AT),
    FieldDefined("f3", "经营方式", "choice", CHOICES, "may", AT),
    FieldDefined("f4", "品类", "multi-choice", (*CHOICES, FieldChoice("3", "茶")), "may", AT),
    FieldDefined("f5", "年营业额", "money", (), "may", AT),
    FieldDefined("f6", "渠道", "text", (), "may", AT),
    FieldDefined("f7", "旧的", "text", (), "may", AT),
    FieldRetired("f7", "may", AT),
])  # fmt: skip


def row(catalogue=FIELDS, **cells):
    columns = tuple(ImportedColumn(name, name.replace("__", ".")) for name in cells)
    return Reading(Plan(columns), list(cells), KEY, catalogue).row(2, list(cells.values()))


def test_they_are_suggested_by_their_names_and_stand_in_the_template():
    assert suggested(["名称", "门店数", "渠道", "旧的"], FIELDS) == {
        "名称": "name", "门店数": "fields.f1", "渠道": "fields.f6",
    }  # fmt: skip
    assert [field.chinese for field in offered(FIELDS)][-6:] == [
        "门店数", "开业日期", "经营方式", "品类", "年营业额", "渠道",
    ]  # fmt: skip
    assert suggested(["渠道"]) == {"渠道": "source"}  # our own guess, where none is called so


def test_a_column_is_mapped_to_what_is_in_use_only():
    form = Form()

    read(form, {"a": "name", "b": "fields.f7", "c": "fields.f1"}, ["a", "b", "c"], FIELDS)

    assert [error["field"] for error in form.errors] == ["mapping.b"]


@pytest.mark.parametrize(
    ("field", "cell", "value"),
    [
        ("f1", "1,234", ("1234",)),
        ("f2", "2018/7/18", ("2018-07-18",)),
        ("f2", "2018年7月18日", ("2018-07-18",)),
        ("f3", "加盟", ("2",)),
        ("f4", "茶；直营", ("3", "1")),
        ("f5", "¥12,000.5", ("12000.50 CNY",)),
        ("f5", "300 USD", ("300.00 USD",)),
        ("f6", "展会", ("展会",)),
    ],
)
def test_cells_are_read_as_a_spreadsheet_writes_them(field, cell, value):
    found = row(name="茶行", **{f"fields__{field}": cell})

    assert found.errors == ()
    assert [(one.field, one.value) for one in found.profile.fields] == [(field, value)]


@pytest.mark.parametrize(
    ("field", "cell"), [("f1", "many"), ("f2", "soon"), ("f3", "x"), ("f5", "much"), ("f7", "x")]
)
def test_what_is_no_value_is_said_so(field, cell):
    [error] = row(name="茶行", **{f"fields__{field}": cell}).errors

    assert f"fields.{field}" in error


def test_a_class_that_has_choices_takes_no_other():
    closed = CATALOGUE.evolve(FIELDS, ChoiceAdded("industry", "1", "零售", "may", AT))

    assert row(closed, name="茶行", industry="零售").profile.industry == "零售"
    [error] = row(closed, name="茶行", industry="不知道").errors
    assert error.startswith("industry")


@pytest.mark.parametrize(("policy", "shops"), [("update", "7"), ("append", "3")])
def test_a_customer_has_one_value_of_each(policy, shops):
    company = Company()
    office = Office(company)
    desk = company.desk(MAY)
    field = desk.define_field("门店数", "number")["id"]
    other = company.desk(MAY).define_field("店长", "text")["id"]
    company.desk(MAY).register(name="茶行", phones=["13900000001"], fields={field: 3})

    header = ("名称", "电话", "门店数", "店长")
    names = ("name", "phones", f"fields.{field}", f"fields.{other}")
    columns = tuple(map(ImportedColumn, header, names))
    catalogue = company.processes[0].load(CATALOGUE, "fields", fresh=True).state
    id, _ = office.ask([], policy=policy)
    made = office.running().load(id)
    reading = Readying(Reading(Plan(columns), header, KEY, catalogue), made)
    office.running().take(made, [reading.row(2, ["茶行", "13900000001", "7", "王"])])

    [edited] = company.events(CustomerEdited)
    assert {one.field: one.value for one in edited.fields} == {field: (shops,), other: ("王",)}
    assert [told.outcome for told in company.events(ImportRowsTaken)[0].told] == ["updated"]

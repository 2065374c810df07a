"""The template is a file of ours: what stands in it must be taken by ourselves."""

from services.customer.import_columns import FIELDS
from services.customer.import_rows import Reading
from services.customer.imports import Plan
from services.customer.published.imports import ImportedColumn
from tests.unit.customer.company import KEY


def reading() -> Reading:
    header = [field.chinese for field in FIELDS]
    columns = tuple(ImportedColumn(field.chinese, field.name) for field in FIELDS)
    return Reading(Plan(columns, "skip", "public", "CN", False, False), header, KEY)


def test_a_credit_code_is_checked_in_a_file_as_in_a_form():
    cells = ["91350100M000100Y44" if f.name == "credit_code" else f.example for f in FIELDS]

    [error] = reading().row(2, cells).errors

    assert error.startswith("统一社会信用代码 (credit_code) ")


def test_the_row_of_the_template_can_be_imported_as_it_is():
    row = reading().row(2, [field.example for field in FIELDS])

    assert row.errors == ()
    assert row.profile
    assert row.profile.credit_code == "91350100M000100Y43"

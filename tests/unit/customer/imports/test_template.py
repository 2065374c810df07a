"""The template is a file of ours: what stands in it must be taken by ourselves."""

from services.customer.import_columns import FIELDS
from services.customer.import_rows import Reading
from services.customer.imports import Plan
from services.customer.published.imports import ImportedColumn
from tests.unit.customer.company import KEY


def test_the_row_of_the_template_can_be_imported_as_it_is():
    header = [field.chinese for field in FIELDS]
    columns = tuple(ImportedColumn(field.chinese, field.name) for field in FIELDS)
    plan = Plan(columns, "skip", "public", "CN", False, False)

    row = Reading(plan, header, KEY).row(2, [field.example for field in FIELDS])

    assert row.errors == ()
    assert row.profile
    assert row.profile.credit_code == "91350100M000100Y43"

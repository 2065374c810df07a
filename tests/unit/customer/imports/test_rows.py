"""How the cells of a row are read together."""

import pytest

from services.customer.events import ImportedColumn
from services.customer.import_rows import Reading
from services.customer.imports import Plan

HEADER = ("名称", "电话", "地址")
PLAN = Plan(tuple(map(ImportedColumn, HEADER, ("name", "phones", "addresses"))))


@pytest.mark.parametrize(
    ("address", "number"),
    [("浙江省杭州市西湖区龙井路1号", "+8657188888888"), ("北京市朝阳区1号", "+861088888888")],
)
def test_a_landline_without_area_code_is_one_of_the_rows_address(address, number):
    row = Reading(PLAN, HEADER, b"key").row(2, ("茶行", "88888888", address))

    assert row.errors == ()
    assert row.profile.phones[0].e164 == number


def test_without_an_address_it_is_no_number():
    row = Reading(PLAN, HEADER, b"key").row(2, ("茶行", "88888888", ""))

    assert "phones.0" in row.errors[0]
